namespace Pipeline.Simulation.VenueSimulator;

/// <summary>A kind of call to the venue, or, in a matcher, a group of them.</summary>
public enum CallKind
{
    /// <summary>In a matcher: every call.</summary>
    Any,

    /// <summary>In a matcher: every call that asks for orders or executions.</summary>
    Query,

    /// <summary>POST /v2/orders.</summary>
    Submit,

    /// <summary>PATCH /v2/orders/{id}.</summary>
    Replace,

    /// <summary>DELETE /v2/orders/{id}.</summary>
    Cancel,

    /// <summary>DELETE /v2/orders.</summary>
    CancelAll,

    /// <summary>GET /v2/orders/{id}.</summary>
    GetOrder,

    /// <summary>GET /v2/orders:by_client_order_id.</summary>
    GetByClientOrderId,

    /// <summary>GET /v2/orders.</summary>
    ListOrders,

    /// <summary>GET /v2/account/activities, of fills.</summary>
    Activities,

    /// <summary>GET /v2/account/activities, of other types than fills.</summary>
    Fees,

    /// <summary>GET /v2/positions, of all symbols or one.</summary>
    Positions,

    /// <summary>GET /v2/account.</summary>
    Account,

    /// <summary>GET /v2/calendar.</summary>
    Calendar,

    /// <summary>GET /v2/clock.</summary>
    Clock,

    /// <summary>GET of latest quotes.</summary>
    Quotes,

    /// <summary>GET /v2/assets/{symbol}.</summary>
    Asset,

    /// <summary>A new connection to the stream.</summary>
    Stream,

    /// <summary>Anything else.</summary>
    Other,
}
