using CsCheck;
using NUnit.Framework;
using Pipeline.Trading.Reconciliation;

namespace Pipeline.Trading.Tests.Reconciliation;

public sealed class ResolutionTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 15, 0, 0, TimeSpan.Zero);
    private static readonly string[] Questions = ["by_cl_ord_id", "open_orders", "closed_orders", "executions"];

    [Test]
    public void A_single_not_found_is_no_proof_however_late() => Assert.That(
        Judge([Finding.LateNotFound, Finding.LateNotFound, Finding.LateNotFound, Finding.LateNotFound], absences: 0),
        Is.EqualTo(new Resolution.StillUnknown(Finding.LateNotFound, 1, "absence 1 of 2")));

    [Test]
    public void A_second_complete_and_late_absence_in_a_row_is() => Assert.That(
        Judge([Finding.LateNotFound, Finding.LateNotFound, Finding.LateNotFound, Finding.LateNotFound], absences: 1), Is.TypeOf<Resolution.Absent>());

    [Test]
    public void A_look_up_alone_is_not_complete() => Assert.That(
        Resolution.Judge([new Evidence("by_cl_ord_id", Finding.LateNotFound, Now)], isComplete: false, absencesBefore: 1),
        Is.EqualTo(new Resolution.StillUnknown(Finding.LateNotFound, 1, "absence 2 of 2")));

    [Test]
    public void Found_by_any_way_is_found() => Assert.That(
        Judge([Finding.LateNotFound, Finding.LateNotFound, Finding.Found], absences: 1), Is.TypeOf<Resolution.AtVenue>());

    [Test]
    public void Other_terms_under_our_id_are_nobodys_success() => Assert.That(Judge([Finding.OtherTerms], absences: 0), Is.TypeOf<Resolution.Collision>());

    [Test]
    public void What_is_no_late_answer_starts_the_count_anew(
        [Values(Finding.EarlyNotFound, Finding.TransportError, Finding.ServerError, Finding.Throttled, Finding.Unreadable)] Finding finding,
        [Values(0, 1, 2, 3)] int place)
    {
        var round = Enumerable.Repeat(Finding.LateNotFound, 4).ToArray();
        round[place] = finding;

        Assert.That(Judge(round, absences: 1), Is.TypeOf<Resolution.StillUnknown>()
            .With.Property("Finding").EqualTo(finding).And.Property("Absences").EqualTo(0));
    }

    [Test]
    public void Absence_is_never_proven_but_by_four_late_answers_twice() =>
        Gen.Select(Gen.Enum<Finding>().Array[0, 4], Gen.Int[0, 3]).Sample((findings, before) =>
            Judge(findings, before) is not Resolution.Absent
            || (findings.Length == 4 && findings.All(finding => finding == Finding.LateNotFound) && before >= 1));

    private static Resolution Judge(Finding[] findings, int absences) => Resolution.Judge(
        [.. findings.Select((finding, i) => new Evidence(Questions[i], finding, Now))], isComplete: findings.Length == 4, absences);
}
