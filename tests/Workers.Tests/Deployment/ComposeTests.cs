using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using NUnit.Framework;
using Pipeline.Bus.Topology;
using Pipeline.Host.Options;
using AllWorkers = Pipeline.Host.Composition.Workers;
using StageNames = Pipeline.Store.Steps.Stages;

namespace Pipeline.Workers.Tests.Deployment;

/// <summary><c>infra/compose.yaml</c>, against the workers, users, settings and files that there are.</summary>
public sealed class ComposeTests
{
    private const string Root = "${PIPELINE_COMPOSE:-../.compose}";

    private static IEnumerable<ComposeService> Services => ComposeFile.Services.Values;

    private static IEnumerable<ComposeService> Ours => Services.Where(service => service.IsOurs);

    [Test]
    public void Every_worker_has_a_service_that_runs_it_and_setup_comes_before_them()
    {
        Assert.That(Ours.ToDictionary(service => service.Name, service => service.Command), Is.EquivalentTo(
            AllWorkers.Names.ToDictionary(worker => worker, worker => (IReadOnlyList<string>)["worker", worker]).Append(new("setup", ["setup"]))));
        Assert.That(
            AllWorkers.Names.Select(worker => ComposeFile.Text(ComposeFile.Map(ComposeFile.Services[worker].Node, "depends_on")["setup"], "condition")),
            Is.All.EqualTo("service_completed_successfully"));
    }

    [Test]
    public void Each_of_them_is_a_user_of_its_own_at_the_broker_whose_password_it_alone_has()
    {
        var users = BrokerUsers.All.Select(user => user.Name).ToHashSet();
        using (Assert.EnterMultipleScope())
        {
            foreach (var service in Ours)
            {
                var user = $"pipeline-{service.Name}";
                Assert.That(users, Does.Contain(user));
                Assert.That(service.Environment["PIPELINE_BROKER"], Is.EqualTo($"amqp://{user}@broker:5672/{BrokerUsers.VirtualHost}"));
                Assert.That(service.Secrets[user], Is.EqualTo("pipeline-broker-password"));
                Assert.That(HoldersOf(user), Is.EqualTo(new[] { service.Name }));
            }
        }
    }

    [Test]
    public void A_secret_is_where_it_is_needed_and_nowhere_else()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(HoldersOf("pipeline-alpaca-secret"), Is.EquivalentTo(new[] { StageNames.Submission, StageNames.Reconciliation }));
            Assert.That(HoldersOf("pipeline-access-master-key"), Is.EquivalentTo(new[] { StageNames.Intake, StageNames.Operator }));
            Assert.That(HoldersOf("pipeline-notices-token"), Is.EquivalentTo(new[] { StageNames.Notices }));
            Assert.That(HoldersOf("postgres-password").Union(HoldersOf("store-password")), Is.EquivalentTo(new[] { "postgres" }));
            Assert.That(HoldersOf("viewer-token"), Is.EquivalentTo(new[] { "prometheus", "alertmanager" }));
            Assert.That(AllWorkers.Names.SelectMany(worker => HoldersOf($"{worker}.pem")), Is.EqualTo(AllWorkers.Names));
            Assert.That(ComposeFile.Secrets.Keys.Where(secret => !HoldersOf(secret).Any()), Is.Empty, "nobody needs it");
        }
    }

    [Test]
    public void Every_setting_that_a_service_has_is_one()
    {
        var settings = OptionSet.Settings.Select(setting => setting.Variable).ToHashSet();

        Assert.That(Ours.SelectMany(service => service.Environment.Keys).Where(name => name.StartsWith("PIPELINE_", StringComparison.Ordinal)).Distinct().Where(name => !settings.Contains(name)), Is.Empty);
    }

    [Test]
    public void Every_file_of_the_repository_that_a_service_sees_is_there()
    {
        var files = Services.SelectMany(service => service.Texts("volumes")).Select(volume => volume.Split(':')[0]).Where(source => source.StartsWith('.')).ToList();

        Assert.That(files, Is.Not.Empty);
        Assert.That(files.Where(file => !Path.Exists(ComposeFile.Repository("infra", file))), Is.Empty);
    }

    [Test]
    public void Whoever_calls_another_service_shares_a_network_with_it()
    {
        using (Assert.EnterMultipleScope())
        {
            foreach (var (caller, called) in Calls)
            {
                Assert.That(ComposeFile.Services[caller].Networks.Intersect(ComposeFile.Services[called].Networks), Is.Not.Empty, $"{caller} calls {called}");
            }
        }

        Assert.That(Calls, Is.SupersetOf(new[]
        {
            ("setup", "broker"), ("setup", "postgres"), ("prometheus", "broker"), ("prometheus", "operator"), ("prometheus", "alertmanager"), ("grafana", "prometheus"),
        }));
    }

    [Test]
    public void No_service_lives_in_anothers_network_where_it_would_stay_when_that_one_is_started_anew() =>
        Assert.That(Services.Where(service => service.Text("network_mode").Length > 0 || service.Networks.Count == 0).Select(service => service.Name), Is.Empty);

    [Test]
    public void Alerts_can_be_silenced_by_whoever_raises_them_and_whoever_is_told_and_by_nobody_else()
    {
        var networks = ComposeFile.Services["alertmanager"].Networks;

        Assert.That(Services.Where(service => service.Networks.Intersect(networks).Any()).Select(service => service.Name), Is.EquivalentTo(new[] { "alertmanager", "prometheus", StageNames.Operator }));
    }

    [Test]
    public void Grafana_asks_prometheus_as_elsewhere_but_by_its_services_name()
    {
        static string Datasource(params string[] path) => string.Concat(File.ReadLines(ComposeFile.Repository(["infra", .. path])).Where(line => !line.StartsWith('#')).Select(line => $"{line}\n"));

        Assert.That(
            Datasource("compose", "datasource.yml"),
            Is.EqualTo(Datasource("grafana", "provisioning", "datasources", "prometheus.yml").Replace("http://127.0.0.1:9090", "http://prometheus:9090", StringComparison.Ordinal)).And.Contain("prometheus:9090"));
    }

    [Test]
    public void No_service_has_more_of_the_machine_than_it_needs()
    {
        using (Assert.EnterMultipleScope())
        {
            foreach (var service in Services)
            {
                Assert.That(service.Text("read_only"), Is.EqualTo("true"), service.Name);
                Assert.That(service.Texts("cap_drop"), Is.EqualTo(new[] { "ALL" }), service.Name);
                Assert.That(service.Texts("security_opt"), Does.Contain("no-new-privileges:true"), service.Name);
                Assert.That(new[] { service.Text("mem_limit"), service.Text("cpus"), service.Text("pids_limit"), service.Text("restart") }, Is.All.Not.Empty, service.Name);
                Assert.That(service.Texts("ports"), Is.All.StartsWith("127.0.0.1:"), service.Name);
                Assert.That(ComposeFile.Map(service.Node, "healthcheck"), Does.ContainKey(service.Name == "setup" ? "disable" : "test"), service.Name);
                Assert.That(service.Image, Does.Match(@":[^:/]+\}?$").And.Not.Contain("latest"), service.Name);
            }
        }
    }

    [Test]
    public void What_it_needs_beside_the_repository_is_made_by_a_script_and_kept_when_that_runs_again()
    {
        using var folder = new TempFolder();
        Make(folder.Path);
        var made = Contents(folder.Path);

        Make(folder.Path);

        Assert.That(Contents(folder.Path), Is.EquivalentTo(made));
        var needed = ComposeFile.Secrets.Values.Concat(Services.SelectMany(service => service.Texts("env_file"))).Concat(
            Services.SelectMany(service => service.Texts("volumes")).Where(volume => volume.StartsWith('$')).Select(SourceOf));
        Assert.That(needed.Distinct().Select(file => file.Replace(Root, folder.Path, StringComparison.Ordinal)), Is.SubsetOf(made.Keys));
        Assert.That(made.Where(file => file.Value.Length == 0).Select(file => Path.GetFileName(file.Key)), Is.EqualTo(new[] { "pipeline-alpaca-secret" }), "nobody but the venue knows it");
        Assert.That(File.ReadAllText(folder.File("secrets/definitions.json")), Does.Not.Contain("\"password_hash\": \"\""), "a user without a password");
    }

    [Test]
    public void Whom_somebody_has_added_to_be_woken_and_what_role_an_operator_was_given_stand_when_it_runs_again()
    {
        using var folder = new TempFolder();
        Make(folder.Path);
        var made = File.ReadAllText(folder.File("alertmanager.yml"));
        var pager = made + "  - name: pager\n";
        File.WriteAllText(folder.File("alertmanager.yml"), pager);
        File.WriteAllText(folder.File("operators.env"), File.ReadAllText(folder.File("operators.env")).Replace(";alice=", ";alice:viewer=", StringComparison.Ordinal));

        Make(folder.Path);

        Assert.That(File.ReadAllText(folder.File("alertmanager.yml")), Is.EqualTo(pager));
        Assert.That(File.ReadAllText(folder.File("alertmanager.yml.new")), Is.EqualTo(made));
        Assert.That(File.ReadAllText(folder.File("operators.env")), Does.Contain(";alice:viewer=").And.Not.Contain(";alice="));
    }

    [TestCase("rm session.pem", Description = "one is missing")]
    [TestCase(": >session.pem", Description = "one was begun and not made")]
    [TestCase("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj '/CN=pipeline of another' -keyout /dev/null -out ca.pem", Description = "the authority is another's")]
    public void Certificates_that_are_not_all_there_are_made_anew(string spoil)
    {
        using var folder = new TempFolder();
        Make(folder.Path);
        Assert.That(AreIssued(folder.Path), Is.True);
        Assert.That(Script.Run("bash", [], "-c", $"cd {folder.Path}/secrets && {spoil}").ExitCode, Is.Zero);
        Assert.That(AreIssued(folder.Path), Is.False);

        Make(folder.Path);

        Assert.That(AreIssued(folder.Path), Is.True);
    }

    [Test]
    public void What_openssl_refuses_is_told_and_nothing_half_made_is_left()
    {
        using var folder = new TempFolder();
        Make(folder.Path);
        File.Delete(folder.File("secrets/session.pem"));
        var before = Contents(folder.Path);

        var refused = Secrets(folder.Path, variables: ("OPENSSL_CONF", folder.File("nowhere.cnf")));

        Assert.That(refused.ExitCode, Is.EqualTo(1));
        Assert.That(refused.Error, Does.StartWith("compose-secrets: openssl req:").And.Contain("nowhere.cnf"));
        Assert.That(Contents(folder.Path), Is.EquivalentTo(before));
    }

    [TestCase("alice@corp.example")]
    [TestCase("bob:aprover")]
    [TestCase("bob:")]
    public void An_operator_whom_no_worker_would_take_is_refused_before_anything_is_made(string name)
    {
        using var folder = new TempFolder();

        var refused = Secrets(folder.Path, before: $"set -- \"$@\" --operator '{name}';");

        Assert.That(refused.ExitCode, Is.EqualTo(1));
        Assert.That(Directory.EnumerateFileSystemEntries(folder.Path), Is.Empty);
        Assert.That(refused.Error, Does.StartWith($"compose-secrets: --operator {name}: a name has"));
    }

    [Test]
    public void The_brokers_definitions_stay_where_no_new_ones_can_be_made()
    {
        using var folder = new TempFolder();
        Make(folder.Path);
        var before = File.ReadAllText(folder.File("secrets/definitions.json"));

        Assert.That(Secrets(folder.Path, program: "/bin/false").ExitCode, Is.EqualTo(1));

        Assert.That(File.ReadAllText(folder.File("secrets/definitions.json")), Is.EqualTo(before));
    }

    [Test]
    public void What_a_containers_user_mounts_it_can_read_whatever_the_umask_and_an_operators_token_only_its_owner()
    {
        using var folder = new TempFolder();
        Assert.That(Secrets(folder.Path, before: "umask 077;").ExitCode, Is.Zero);

        Assert.That(IsForAll(folder.File("operators.env")), Is.False, "the umask was in force");
        var mounted = ComposeFile.Secrets.Values.Concat(Services.SelectMany(service => service.Texts("volumes")).Where(volume => volume.StartsWith('$')).Select(SourceOf));
        Assert.That(mounted.Select(file => file.Replace(Root, folder.Path, StringComparison.Ordinal)).Where(file => !IsForAll(file)), Is.Empty);
        Assert.That(IsForAll(folder.File("secrets/operator-alice")), Is.False);
    }

    [Test]
    public void The_folder_that_is_named_is_the_callers_and_for_its_owner_alone()
    {
        using var folder = new TempFolder();

        var made = Secrets("made", before: $"cd {folder.Path} && umask 022;");

        Assert.That(made.ExitCode, Is.Zero, made.Error);
        Assert.That(new DirectoryInfo(folder.File("made")).UnixFileMode, Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute));
    }

    [Test]
    public void Docker_compose_takes_it()
    {
        using var folder = new TempFolder();
        Make(folder.Path);

        var config = Config(("PIPELINE_COMPOSE", folder.Path));

        Assert.That(config, Does.Contain($"{folder.Path}/secrets/intake.pem").And.Contain("PIPELINE_OPERATOR_TOKENS: prometheus:viewer="));
    }

    [TestCase("", "1g")]
    [TestCase("3g", "3g")]
    public void Reconciliation_has_more_memory_than_other_workers_and_as_much_as_the_environment_says(string said, string limit)
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder.File("operators.env"), "");

        var config = Config(("PIPELINE_COMPOSE", folder.Path), ("PIPELINE_RECONCILIATION_MEMORY", said));

        string LimitOf(string service) => Regex.Match(config, $@"^  {service}:\n(?:    .*\n)*?    mem_limit: (.*)$", RegexOptions.Multiline).Groups[1].Value;
        Assert.That(LimitOf(StageNames.Reconciliation), Is.EqualTo(limit));
        Assert.That(LimitOf(StageNames.Submission), Is.EqualTo("512m"));
    }

    private static string Config(params (string Name, string Value)[] variables)
    {
        var config = Script.Run("docker-compose", variables, "-f", ComposeFile.Repository("infra", "compose.yaml"), "config");
        Assert.That(config.ExitCode, Is.Zero, config.Error);
        return config.Output;
    }

    private static bool AreIssued(string folder)
    {
        var authority = new X509Certificate2Collection();
        authority.ImportFromPemFile($"{folder}/secrets/ca.pem");
        using var chain = new X509Chain { ChainPolicy = { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck } };
        chain.ChainPolicy.CustomTrustStore.AddRange(authority);
        return AllWorkers.Names.All(worker =>
        {
            var file = $"{folder}/secrets/{worker}.pem";
            if (!File.Exists(file) || new FileInfo(file).Length == 0)
            {
                return false;
            }

            using var certificate = X509Certificate2.CreateFromPemFile(file, file);
            return chain.Build(certificate) && certificate.MatchesHostname(worker);
        });
    }

    private static bool IsForAll(string file) => new FileInfo(file).UnixFileMode.HasFlag(UnixFileMode.OtherRead);

    // By the addresses that are in a service's settings, and in the files of the repository that it reads.
    private static IEnumerable<(string Caller, string Called)> Calls =>
        from service in Services
        let files = service.Texts("volumes").Select(volume => volume.Split(':')[0]).Where(source => source.StartsWith("./compose/", StringComparison.Ordinal))
        let texts = service.Environment.Values.Concat(files.Select(file => File.ReadAllText(ComposeFile.Repository("infra", file))))
        from called in ComposeFile.Services.Keys
        where called != service.Name && texts.Any(text => Regex.IsMatch(text, $@"\b(?<!-){called}:\d"))
        select (service.Name, called);

    private static string SourceOf(string volume) => volume[..volume.LastIndexOf(':', volume.LastIndexOf(':') - 1)];

    private static IEnumerable<string> HoldersOf(string secret) => Services.Where(service => service.Secrets.ContainsKey(secret)).Select(service => service.Name);

    private static Dictionary<string, string> Contents(string folder) =>
        Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Where(file => Path.GetFileName(file) != "definitions.json").ToDictionary(file => file, File.ReadAllText)
            .Append(new($"{folder}/secrets/definitions.json", "its hashes are salted anew")).ToDictionary();

    private static void Make(string folder)
    {
        var made = Secrets(folder);
        Assert.That(made.ExitCode, Is.Zero, made.Error);
    }

    private static Script Secrets(string folder, string? program = null, string before = "", params (string Name, string Value)[] variables) => Script.Run(
        "bash", [("DOTNET_ROOT", DotnetRoot), .. variables], "-c", $"{before} exec bash \"$@\"", "bash",
        ComposeFile.Repository("scripts", "compose-secrets"), "--to", folder, "--operator", "alice", "--program", program ?? Path.Combine(Path.GetDirectoryName(typeof(OptionSet).Assembly.Location)!, "pipeline"));

    private static string DotnetRoot => Path.GetFullPath(Path.Combine(System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory(), "../../.."));
}
