namespace Pipeline.Intentctl.Screens;

/// <summary>Rows in columns, for people.</summary>
internal static class Aligned
{
    public static void Write(TextWriter output, IReadOnlyList<string[]> rows)
    {
        if (rows.Count == 0)
        {
            return;
        }

        var plain = rows.Select(row => row.Select(Plain.Of).ToArray()).ToList();
        var widths = Enumerable.Range(0, plain[0].Length).Select(column => plain.Max(row => row[column].Length)).ToArray();
        foreach (var row in plain)
        {
            output.WriteLine(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
        }
    }
}
