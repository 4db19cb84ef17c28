using System.CommandLine;

namespace Pipeline.Pipelinectl.Commands;

/// <summary>The reason of an act. It stands in the order's story beside the operator's name.</summary>
internal static class WhyOption
{
    private const int Longest = 500;

    public static Option<string> Create()
    {
        var why = new Option<string>("--why") { Description = "Your reason; it stands in the journal beside your name.", HelpName = "REASON", Required = true };
        why.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>()?.Trim() is not { Length: > 0 and <= Longest })
            {
                result.AddError($"--why needs a reason of 1 to {Longest} characters");
            }
        });
        return why;
    }
}
