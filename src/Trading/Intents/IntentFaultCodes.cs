namespace Pipeline.Trading.Intents;

/// <summary>The codes of <see cref="IntentFault"/>. They are published and never change their meaning.</summary>
public static class IntentFaultCodes
{
    /// <summary>More than 64 KiB. Nothing else was looked at.</summary>
    public const string TooLarge = "TOO_LARGE";

    /// <summary>Starts with a byte order mark. Nothing else was looked at.</summary>
    public const string ByteOrderMark = "BYTE_ORDER_MARK";

    /// <summary>Not UTF-8. Nothing else was looked at.</summary>
    public const string NotUtf8 = "NOT_UTF8";

    /// <summary>Not JSON by RFC 8259: broken, or with comments, trailing commas or trailing data. The only fault listed.</summary>
    public const string MalformedJson = "MALFORMED_JSON";

    /// <summary>Nested deeper than 8. The only fault listed.</summary>
    public const string TooDeep = "TOO_DEEP";

    /// <summary>An object with more than 1,000 fields. The only fault listed.</summary>
    public const string TooManyFields = "TOO_MANY_FIELDS";

    /// <summary>The same field twice in one object, however the two are spelled.</summary>
    public const string DoubledField = "DOUBLED_FIELD";

    /// <summary>Half of a surrogate pair in a name or a text.</summary>
    public const string LoneSurrogate = "LONE_SURROGATE";

    /// <summary>A field the intent does not have.</summary>
    public const string UnknownField = "UNKNOWN_FIELD";

    /// <summary>A required field is absent.</summary>
    public const string MissingField = "MISSING_FIELD";

    /// <summary>A field that this order type does not take.</summary>
    public const string FieldNotAllowed = "FIELD_NOT_ALLOWED";

    /// <summary>Null, which is no value of anything here.</summary>
    public const string NullValue = "NULL_VALUE";

    /// <summary>A value of another JSON type than the field has.</summary>
    public const string WrongType = "WRONG_TYPE";

    /// <summary>A number in quotes.</summary>
    public const string NumberAsString = "NUMBER_AS_STRING";

    /// <summary>More than 28 significant digits: some would be lost.</summary>
    public const string NumberNotExact = "NUMBER_NOT_EXACT";

    /// <summary>More digits behind the point than the field takes.</summary>
    public const string TooManyDecimals = "TOO_MANY_DECIMALS";

    /// <summary>A number outside the field's range.</summary>
    public const string OutOfRange = "OUT_OF_RANGE";

    /// <summary>A number that is not one of the few the field takes.</summary>
    public const string UnsupportedValue = "UNSUPPORTED_VALUE";

    /// <summary>Not one of the words the field takes.</summary>
    public const string UnknownWord = "UNKNOWN_WORD";

    /// <summary>A text with too few or too many characters, or a list with too few or too many items.</summary>
    public const string BadLength = "BAD_LENGTH";

    /// <summary>A text with characters, or in an order, that the field does not take.</summary>
    public const string BadFormat = "BAD_FORMAT";

    /// <summary>An instant that is no date and time of the calendar, or is outside the years 1 to 9999.</summary>
    public const string NoSuchInstant = "NO_SUCH_INSTANT";

    /// <summary>Two lines with the same leg, symbol and side.</summary>
    public const string SameSlot = "SAME_SLOT";

    /// <summary>Always the last: there are more faults than are listed.</summary>
    public const string MoreFaults = "MORE_FAULTS";
}
