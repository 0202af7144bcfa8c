"""Every row of SECURITY.md that says what stops an attack is held by tests, which this file names."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest

from tests.conftest import ROOT

HELD: Mapping[str, tuple[str, ...]] = {
    "one signature for many texts": (
        "ledger/test_statement.py a_policy_that_does_not_say_so_takes_no_statement",
        "ledger/test_statement.py the_project_s_own_policy_takes_no_statements",
        "ledger/test_statement.py a_statement_without_a_signature_counts_in_no_glossary",
        "ledger/test_statement.py a_record_that_is_not_on_the_list_does_not_count",
        "ledger/test_statement.py the_list_of_another_statement_does_not_cover_a_record",
        "ledger/test_statement.py a_statement_signed_by_somebody_else_does_not_count",
        "ledger/test_statement.py a_withdrawal_takes_back_what_a_statement_approved_and_no_statement_brings_it_back",
        "ledger/test_statement.py an_answers_file_cannot_bring_a_statement",
    ),
    "an edit of a catalog": (
        "test_promises.py promise_1_no_changed_byte_of_a_catalog_is_ever_served_as_vetted",
        "test_promises.py promise_1_a_served_text_is_the_approved_one_by_fallback_rule_3_and_an_edit_waits_visibly",
    ),
    "an edit of a ledger's record": (
        "test_promises.py promise_1_no_changed_byte_of_a_ledger_is_ever_served_as_vetted",
        "test_forgeries.py a_forgery_reaches_a_reader_only_where_its_guard_is_off",
    ),
    "a whole forged record": (
        "ledger/test_signed.py where_signatures_are_asked_for_an_unsigned_approval_counts_only_if_it_is_pinned",
        "review/test_since.py a_new_record_is_named_with_its_line_for_somebody_to_judge",
        "review/test_since.py a_change_of_the_policy_or_of_a_reviewer_is_named",
    ),
    "approvals in the name of a reviewer whose access": (
        "ledger/test_records.py a_backdated_approval_by_a_revoked_reviewer_falls_back_to_the_text_without_it",
    ),
    "a signature copied from another record": (
        "ledger/test_signed.py an_approval_with_a_signature_that_is_not_good_does_not_count_and_is_named",
        "ledger/test_signed.py a_passkey_that_was_used_on_another_origin_does_not_count",
        "proofs/test_passkeys.py a_passkey_that_was_only_touched_does_not_count",
        "proofs/test_signatures.py what_ssh_keygen_lets_pass_of_a_passkey_we_refuse",
    ),
    "a reviewer's key that somebody else has": (
        "ledger/test_signed.py of_a_key_that_is_revoked_only_what_is_pinned_counts",
        "ledger/test_signed.py a_revoked_key_takes_its_texts_out_also_while_other_content_is_broken",
    ),
    "a signature taken out of a record": (
        "ledger/test_signed.py a_service_keeps_its_text_where_the_signature_of_a_record_that_it_has_read_changes",
    ),
    "a line that says somebody proposed the words": (
        "ledger/test_proposals.py nobody_takes_a_text_offline_by_a_line_that_its_reviewer_proposed_it",
    ),
    "another id of the glossary": (
        "content/test_identity.py"
        " a_service_keeps_its_edition_where_the_glossary_s_id_changes_which_is_part_of_every_signature",
    ),
    "a key of one’s own entered into the policy": (
        "ledger/test_maintainers.py a_policy_that_does_not_count_leaves_the_last_good_one_in_force",
        "ledger/test_maintainers.py an_older_policy_that_was_signed_is_refused_also_after_a_restart_where_a_folder_remembers",
        "ledger/test_maintainers.py how_many_must_sign_is_the_operators_choice",
        "ledger/test_maintainers.py"
        " without_pins_the_policy_counts_as_it_is_and_the_service_says_that_only_the_repository_vouches",
    ),
    "an approval in a file": (
        "review/test_receiving.py unsigned_lines_need_a_policy_that_allows_paper_and_asks_for_no_signatures",
        "review/test_taking.py unsigned_lines_are_taken_only_where_the_policy_allows_paper",
    ),
    "the same key registered for two people": (
        "ledger/test_signed.py a_policy_with_a_key_that_cannot_stand_there_is_refused_with_its_line",
    ),
    "a reviewer who proposes words and approves them": (
        "ledger/test_proposals.py an_approval_of_own_words_counts_for_nothing_wherever_it_was_made",
        "ledger/test_proposals.py a_line_that_is_gone_is_told_by_since_and_holds_the_content_back_until_it_is_confirmed",
        "ledger/test_proposals.py a_damaged_line_is_a_finding_and_own_words_do_not_come_to_count_by_it",
    ),
    "one person who brings a replaced text back": (
        "review/test_vetting.py one_person_cannot_bring_a_replaced_text_back_on_a_colleagues_old_vote",
    ),
    "an approval dated ahead": (
        "ledger/test_records.py an_approval_that_is_dated_ahead_does_not_count_and_is_reported_with_its_line",
        "ledger/test_records.py a_withdrawal_of_an_approval_dated_ahead_counts_at_once_and_after_that_day",
    ),
    "a record taken out": (
        "serving/test_takeback.py a_ledger_that_vanishes_is_not_an_empty_one",
        "serving/test_takeback.py records_that_are_gone_are_noticed_across_a_restart_where_there_is_a_folder_for_it",
        "proofs/test_log.py a_start_notices_from_the_log_that_a_record_is_gone_until_somebody_confirms_it",
        "ledger/test_maintainers.py whoever_takes_a_record_out_cannot_confirm_it_without_the_maintainers",
        "review/test_since.py a_loss_that_is_confirmed_is_named_also_where_nothing_is_lost_yet",
    ),
    "the history rewritten": (
        "proofs/test_log.py an_operator_who_shows_two_histories_is_caught",
        "proofs/test_verify.py a_log_that_lost_something_since_a_checkpoint_is_found",
    ),
    "content broken on purpose": (
        "serving/test_takeback.py a_withdrawal_works_and_takes_effect_whatever_else_is_broken",
        "serving/test_takeback.py what_is_taken_back_takes_effect_however_its_file_was_saved",
        "serving/test_takeback.py what_only_a_revoked_person_adopted_goes_while_other_content_is_broken",
        "test_survival.py a_withdrawal_that_is_lost_while_content_is_broken_is_known_to_workers_that_start_then",
    ),
    "half of a checkout": (
        "serving/test_front.py content_that_changes_while_it_is_read_is_read_again",
        "serving/test_takeback.py content_that_goes_on_changing_is_not_served_and_the_next_look_takes_it",
    ),
    "a contact with another number": (
        "review/test_adopting.py a_number_that_is_changed_with_its_quote_is_not_shown_and_the_directories_are",
        "review/test_adopting.py a_changed_or_missing_directory_leads_to_its_adopted_home_page",
        "review/test_since.py a_contact_that_is_new_changed_or_gone_is_named",
        "support/test_support.py a_record_is_shown_until_the_day_before_it_expires_and_then_the_directory_is",
    ),
    "an interface string that sends readers": (
        "review/test_adopting.py an_edited_interface_string_reaches_nobody_until_it_is_adopted",
        "review/test_adopting.py a_string_with_a_digit_an_address_or_nothing_to_see_is_never_shown",
        "edition/test_own.py a_title_a_notice_and_groups_are_seen_once_they_are_adopted_and_stay_until_another_is",
        "edition/test_own.py no_edit_of_a_file_switches_help_off_or_on",
        "edition/test_own.py no_string_of_a_glossary_s_own_leads_to_a_number_or_an_address_whoever_adopts_it",
    ),
    "another concept that claims the id": (
        "ledger/test_former.py rule_1_a_claim_stays_where_later_facts_leave_it_out",
        "ledger/test_former.py rule_2_an_id_belongs_to_the_first_that_claimed_it",
        "ledger/test_former.py rule_5_nothing_that_was_withdrawn_comes_back_where_claims_no_longer_count",
    ),
    "a file to import that grows": (
        "exchange/test_import.py a_file_of_more_than_50_mb_is_refused_before_it_is_read",
        "exchange/test_mapping.py many_anchors_are_refused_at_the_first_alias_before_anything_is_expanded",
        "exchange/test_reading_xml.py a_document_type_of_its_own_is_refused_before_anything_of_it_is_expanded",
        "exchange/test_reading_xml.py a_document_type_that_names_a_file_is_passed_over_and_nothing_is_fetched",
    ),
    "a source, a usage class": ("review/test_adopting.py changed_facts_stay_as_they_were_adopted_and_are_told",),
    "a term file taken out": (
        "edition/test_fileless.py a_term_file_that_is_gone_takes_no_text_offline_while_it_runs_nor_at_a_start",
    ),
    "a baseline, or lines by nobody": (
        "review/test_adopting.py a_baseline_in_a_folder_of_content_is_refused",
        "review/test_adopting.py a_line_by_nobody_is_refused_in_a_folder_of_content",
        "ledger/test_maintainers.py a_release_s_baseline_that_maintainers_did_not_sign_does_not_count",
    ),
    "a contact, source or retirement with a day far ahead": (
        "content/test_days.py a_day_in_the_future_is_told_with_its_line",
        "content/test_days.py a_service_keeps_what_it_had_before_a_day_in_the_future",
    ),
    "HTML, control or direction characters": (
        "site/test_site.py hostile_text_is_text_everywhere",
        "http/test_headers.py every_answer_protects_whoever_gets_it",
    ),
    "a text that looks like another one": (
        "content/test_characters.py a_draft_with_a_character_that_nobody_sees_is_refused_at_its_line",
        "content/test_characters.py vet_and_the_sheet_show_every_other_one_as_its_number",
        "content/test_characters.py an_old_record_with_one_is_reported_and_still_served",
    ),
    "a file or key whose name moves the cursor": (
        "content/test_characters.py nothing_quoted_from_a_file_reaches_a_terminal_as_a_command",
        "content/test_characters.py a_finding_is_one_line_whatever_it_quotes",
    ),
    "a request that is too large": (
        "serving/test_limits.py what_is_over_a_limit_is_refused_at_once_and_costs_no_memory",
        "serving/test_limits.py bodies_that_never_end_leave_a_thread_to_readers",
        "serving/test_limits.py a_form_of_no_stated_length_is_refused_where_it_is_too_long_and_never_read_in_part",
        "serving/test_limits.py connections_that_never_finish_asking_are_closed_and_hold_nobody_up",
        "test_deploy.py nginx_refuses_what_is_too_large_in_the_service_s_own_words",
    ),
    "a page that sends what its reader writes": (
        "http/test_annotating_pages.py no_way_of_a_page_reaches_the_words_of_a_text",
        "http/test_annotating.py a_page_of_any_origin_is_refused_and_could_not_read_the_answer",
        "http/test_annotating.py it_is_off_and_not_described_until_somebody_switches_it_on",
        "http/test_annotating.py a_page_comes_back_byte_for_byte_with_links_where_html_is_preferred",
    ),
    "a text that was sent for its words": (
        "http/test_annotating.py nothing_of_a_text_is_kept_or_logged",
        "test_deploy.py nginx_as_the_guide_has_it_for_texts_keeps_none_on_disk_and_opens_none_to_pages",
        "http/test_annotating.py a_failure_that_nobody_foresaw_is_logged_without_what_it_quotes",
    ),
    "texts sent to keep the service busy": (
        "http/test_annotating.py a_longer_text_is_refused",
        "http/test_annotating.py a_text_arrives_whole_however_it_is_sent",
        "http/test_annotating.py texts_above_the_limit_are_refused_until_a_place_is_free",
    ),
    "the Host header": ("http/test_api.py links_come_from_the_base_url_never_from_the_host_header",),
    "a partner's page that embeds us": (
        "embed/test_element.py markup_in_a_bundle_is_shown_as_text",
        "site/test_oembed.py a_frame_may_stand_anywhere_and_is_complete_without_script",
    ),
    "our script changed in transit": (
        "embed/test_versions.py a_published_version_is_the_bytes_that_were_published",
        "embed/test_element.py the_right_integrity_lets_the_fixed_version_run",
        "embed/test_element.py the_links_work_whatever_the_service_answers",
    ),
    "`PURGE` from outside": ("test_deploy.py a_concept_can_be_let_go_of_by_hand_and_only_by_the_listener_for_it",),
    "addresses made up to empty a cache": (
        "test_deploy.py addresses_that_readers_make_up_evict_no_file_at_the_edge",
        "test_deploy.py what_readers_type_is_passed_and_not_kept",
    ),
    "hundreds of requests at once": (
        "test_deploy.py one_address_has_two_hundred_requests_under_way_and_no_line_in_a_log",
    ),
    "content as one file": (
        "artifact/test_following.py what_is_not_as_it_should_be_changes_nothing_and_is_told",
        "artifact/test_following.py an_older_one_is_not_taken_for_a_newer",
        "artifact/test_following.py where_keys_are_pinned_only_what_one_of_them_signed_is_taken",
        "artifact/test_following.py two_origins_that_contradict_each_other_change_nothing",
        "artifact/test_confirming.py a_rollback_takes_back_no_withdrawal_until_it_is_confirmed",
    ),
    "an origin that goes on offering what it had": (
        "artifact/test_following.py of_two_origins_the_newer_counts_and_the_other_is_named",
    ),
    "an invitation to the desk": (
        "desk/test_entering.py a_link_works_once_and_no_answer_tells_a_used_one_from_one_that_never_was",
        "desk/test_entering.py a_link_ends_after_seven_days_also_while_its_page_is_open",
        "desk/test_entering.py guessing_takes_longer_each_time_and_never_slows_a_good_link",
    ),
    "another site's page that sends forms": (
        "desk/test_sessions.py a_form_of_another_site_is_refused_even_with_the_secret",
        "desk/test_sessions.py every_answer_has_the_strict_headers",
        "desk/test_entering.py the_cookie_is_out_of_reach_of_scripts_other_sites_and_other_hosts",
    ),
    "a signature by which somebody signed in": (
        "desk/test_entering.py a_signature_lets_in_once_and_only_where_its_line_was_shown",
    ),
    "a maintainer's session": (
        "desk/test_maintaining.py a_key_that_waits_is_entered_with_its_owner_and_every_comment_stays",
        "desk/test_maintaining.py a_pinned_maintainer_signs_the_policy_and_only_a_good_signature_is_kept",
        "desk/test_reading.py nobody_approves_with_another_key_or_in_another_name",
    ),
    "a key figure with another number": (
        "http/test_figures.py an_edited_or_new_figure_reaches_nobody_until_a_maintainer_adopts_it",
        "http/test_figures.py a_number_is_never_without_what_it_counts_who_published_it_when_and_its_caveat",
        "http/test_figures.py a_figure_that_is_marked_withdrawn_is_gone_at_once_whatever_is_adopted",
    ),
    "finding a reviewer": (
        "desk/test_traces.py nothing_is_found_in_what_reviewers_and_maintainers_did_at_the_desk",
        "desk/test_batches.py a_verdict_is_one_commit_that_names_a_pseudonym_and_no_hour",
    ),
    "a dependency": (
        "test_audit.py what_is_audited_is_all_that_is_deployed",
        "test_security.py every_dependency_that_is_deployed_is_locked_with_a_hash",
    ),
}
"""How the first cell of a row begins, and the tests that hold the row: their files, and their names without ``test_``."""


def _attacks() -> list[str]:
    table = (ROOT / "SECURITY.md").read_text().split("| attack | stopped by | detected by |\n|---|---|---|\n")[1]
    return [row.split(" | ")[0].removeprefix("| ") for row in table.split("\n\n")[0].splitlines()]


def test_every_row_is_held_by_tests_that_exist() -> None:
    attacks = _attacks()
    assert [attack for attack in attacks if sum(attack.startswith(row) for row in HELD) != 1] == []
    assert [row for row in HELD if not any(attack.startswith(row) for attack in attacks)] == []
    tests = [test.split(" ") for held in HELD.values() for test in held]
    missing = [name for file, name in tests if f"def test_{name}(" not in (ROOT / "tests" / file).read_text()]
    assert missing == []


@pytest.mark.parametrize("file", ["requirements.lock", "requirements-desk.lock", "requirements-dev.lock"])
def test_every_dependency_that_is_deployed_is_locked_with_a_hash(file: str) -> None:
    lines = (ROOT / file).read_text().replace("\\\n", " ").splitlines()
    wanted = [line for line in lines if line.strip() and not line.strip().startswith("#")]
    assert wanted
    assert [line for line in wanted if not re.match(r"[\w.\[\]-]+==\S+ .*--hash=sha256:[0-9a-f]{64}", line)] == []
