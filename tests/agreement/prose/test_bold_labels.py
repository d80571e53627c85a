"""What stands behind labels in bold and below bold lines: limits, figures and who owes them."""

from __future__ import annotations

from ola.agreement.prose.paper import read_paper
from ola.agreement.prose.reading import Ambiguous, Checked, NotUnderstood, Outcome
from ola.source import Source


def outcomes(text: str) -> list[Outcome]:
    """Read a document."""
    return list(read_paper(Source("paper.md", text)).outcomes)


def offered(outcome: Outcome, code: str = "") -> str:
    """Give the first phrasing that is offered, of one question or of all."""
    assert isinstance(outcome, Ambiguous)
    return next(each.choices[0] for each in outcome.questions if each.choices and code in {"", each.code})


def codes(outcome: Outcome) -> list[str]:
    """Give the codes of what is asked."""
    assert isinstance(outcome, Ambiguous)
    return [each.code for each in outcome.questions]


SOON = """## Response times

- **Demo requests:** 5 minutes
- **All other leads:** within 2 hours
- **Pricing page:** within 1 hour
"""


def test_a_label_beside_those_of_leads_is_a_sort_of_leads() -> None:
    """A page's name says which leads are meant where the items beside it name leads."""
    demo, _, page = outcomes(SOON)
    assert offered(demo).endswith("for leads where `demo`.")
    assert offered(page).endswith("for leads where `pricing_page`.")


def test_all_others_are_other_than_every_item_of_the_list() -> None:
    """Also than those that stand behind."""
    assert "for leads where `not (demo or pricing_page)`" in offered(outcomes(SOON)[1])


TO_DO = """
## Sales

- Accept or reject each MQL within 1 business day of assignment.
- Call demo requests within 15 minutes during business hours.
- Follow up all other MQLs within 4 business hours.
"""


def test_all_others_of_a_stage_are_other_than_the_sorts_named_before() -> None:
    """What all leads of the stage are promised names no sort of them; a verb at the front is not part of a name."""
    assert "for leads where `not demo`" in offered(outcomes(TO_DO)[2])


def test_other_than_which_is_asked_while_one_of_them_is_not_read() -> None:
    """Nobody can say whom the others leave out."""
    told = outcomes(SOON.replace("within 1 hour", "within 1 hour or so"))
    assert "OLA180" in codes(told[1])


def test_a_first_response_is_no_sort_of_leads() -> None:
    """It is what is promised to all of them."""
    told = outcomes(SOON + "- **First response:** within 30 minutes\n")
    assert "for leads where" not in offered(told[-1])


def test_a_figure_in_bold_is_read_with_its_bound() -> None:
    """The name stands ahead of the colon, what it is to be behind."""
    (told,) = outcomes("## Targets\n\n- **MQL to SQL:** at least 25 % per month\n")
    assert offered(told) == "Sales must keep the share of `SQL` among `MQL` to at least 25% per month."


def test_a_bold_line_says_who_owes_the_list_below() -> None:
    """No colon is needed."""
    told = outcomes("**SDRs promise**\n\n1. First call within 2 hours for hot leads\n")
    assert isinstance(told[0], Checked)
    assert offered(told[1]).startswith("SDRs must reach `first call`")


def test_a_share_below_targets_is_no_condition_on_a_lead() -> None:
    """It is of many leads."""
    told = outcomes("## Targets\n\n1. score of 60 or more\n2. SAL-to-SQL conversion of 35 % or higher\n")
    assert isinstance(told[1], Ambiguous)


def test_fields_that_must_be_filled_before_something_are_asked_for() -> None:
    """A bracket tells of which leads one is asked."""
    text = (
        "The following fields must be filled before handoff:\n\n- Work email\n- Company\n- Phone (demo requests only)\n"
    )
    lead, email, _, phone = outcomes(text)
    assert codes(lead) == ["OLA171"]
    assert isinstance(email, Checked)
    assert isinstance(phone, Checked)
    assert phone.says == "Phone is required when demo."


def test_a_title_and_whose_it_is_names_no_role() -> None:
    """Only an acronym of the same letter is a short name."""
    told = outcomes("# Inbound playbook (RevOps)\n\nHot leads are called within 2 hours.\n")[-1]
    assert isinstance(told, Ambiguous)
    assert not any("Inbound playbook" in choice for question in told.questions for choice in question.choices)


def test_what_a_company_address_is_stays_open() -> None:
    """It is not the address itself."""
    (told,) = outcomes("Email must be a company address.")
    assert isinstance(told, NotUnderstood)
