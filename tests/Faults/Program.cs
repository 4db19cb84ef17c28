using System.CommandLine;
using Pipeline.Faults;

return await new RootCommand("Breaks a running pipeline on purpose and audits what became of every order.") { Commands.CrashRun(), Commands.OutageRun(), Commands.UpgradeRun(), Commands.FaultRun(), Commands.Soak(), Commands.CrashMatrix(), Pipeline.Faults.GameDay.GameDayCommand.Create() }
    .Parse(args).InvokeAsync();
