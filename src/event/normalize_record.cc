#include "event/normalize_record.h"

#include <arpa/inet.h>

#include <string>

#include "base/text.h"
#include "event/acts.h"
#include "event/audit_fields.h"
#include "event/normalize_common.h"
#include "event/program_name.h"

namespace ak {
namespace {

std::string_view outcome_of(const audit::Record& record) {
  for (const std::string_view name : {"res", "result", "success"}) {
    const std::string_view outcome = outcome_word(field_value(&record, name));
    if (!outcome.empty()) return outcome;
  }
  return {};
}

// What a CONFIG_CHANGE changed, more exactly than its type says.
std::string_view config_change(const audit::Record& record) {
  const std::string_view op = field_text(&record, "op");
  if (op == "add_rule") return "added-audit-rule";
  if (op == "remove_rule") return "deleted-audit-rule";
  return field_value(&record, "audit_enabled") == "0" ? "stopped-audit" : std::string_view{};
}

bool is_ip_address(const std::string& text) {
  in6_addr bytes{};
  return ::inet_pton(AF_INET, text.c_str(), &bytes) == 1 ||
         ::inet_pton(AF_INET6, text.c_str(), &bytes) == 1;
}

void set_origin(Event& event, const audit::Record& record) {
  const std::string_view address = field_if_known(&record, "addr");
  const std::string_view host = field_if_known(&record, "hostname");
  event.set_nonempty(Field::source_address, std::string(address.empty() ? host : address));
  if (!is_ip_address(std::string(address))) return;
  event.set(Field::source_ip, std::string(address));
  event.set(Field::network_direction, "ingress");
}

// Of what an account is in the record: who was given a session or a password, a user or group that
// was changed, else as whom the sender acts from now on.
struct AccountFields {
  Field id, name;
};

AccountFields account_fields(const Act& act) {
  if (act.category != "iam") return {Field::user_effective_id, Field::user_effective_name};
  return act.types[0] == "group" ? AccountFields{Field::group_id, Field::group_name}
                                 : AccountFields{Field::user_target_id, Field::user_target_name};
}

void set_account(Event& event, const audit::Record& record, const Act& act) {
  const AccountFields fields = account_fields(act);
  event.set_nonempty(fields.id, std::string(field_id(&record, "id")));
  const std::string_view account = field_if_known(&record, "acct");
  event.set_nonempty(fields.name,
                     std::string(account.empty() ? field_name(&record, "id") : account));
  if (act.category != "iam") return;
  // Then acct= is whom it was done for.
  event.set_nonempty(Field::group_name, std::string(field_if_known(&record, "grp")));
  event.set_nonempty(Field::user_effective_id, std::string(event.string(Field::user_id)));
  event.set_nonempty(Field::user_effective_name, std::string(event.string(Field::user_name)));
}

void set_sender(Event& event, const audit::Record& record) {
  if (const auto pid = field_number(&record, "pid"); pid && *pid > 0) {
    event.set(Field::process_pid, *pid);
  }
  const std::string executable(without_deleted(field_text(&record, "exe")));
  event.set_nonempty(Field::process_executable, executable);
  // A SYSCALL record beside it tells more than a comm does.
  if (!executable.empty() || event.find(Field::process_executable) == nullptr) {
    event.set_nonempty(Field::process_name, program_name(field_text(&record, "comm"), executable));
  }
  event.set_nonempty(Field::process_working_directory, std::string(field_text(&record, "cwd")));
}

void complete(Event& event, const audit::Record& record, const Act& act) {
  set_identity(event, record);
  set_sender(event, record);
  set_account(event, record, act);
  if (record.type != record_type::kAvc) set_origin(event, record);  // there addr= is a socket's
  const std::string_view outcome = outcome_of(record);
  event.set_nonempty(Field::event_outcome, std::string(outcome));
  if (!outcome.empty()) event.set(Field::auditd_result, outcome == "success" ? "success" : "fail");
  event.set_nonempty(Field::auditd_op, std::string(field_text(&record, "op")));
  event.set_nonempty(Field::auditd_grantors, std::string(field_if_known(&record, "grantors")));
  event.set_nonempty(Field::auditd_terminal, std::string(field_if_known(&record, "terminal")));
  event.set(Field::auditd_message_type, to_lower(record.name));
}

// nullptr: it does not say what was done. An AVC record may also tell of a policy's loading.
const Act* act_of(const audit::Record& record) {
  if (record.type != record_type::kAvc) return record_act(record.name);
  const std::string_view apparmor = field_text(&record, "apparmor");
  const bool is_denied = apparmor == "DENIED" || field_text(&record, "seresult") == "denied";
  return is_denied ? &policy_violated(!apparmor.empty()) : nullptr;
}

}  // namespace

const audit::Record* find_acting_record(const audit::AuditEvent& event) {
  for (const audit::Record& record : event.records) {
    if (act_of(record) != nullptr) return &record;
  }
  return nullptr;
}

void set_record(Event& event, const audit::Record& record) {
  const Act& act = *act_of(record);
  complete(event, record, act);
  set_act(event, act);
  if (record.type != record_type::kConfigChange) return;
  const std::string_view change = config_change(record);
  if (change.empty()) return;
  event.set(Field::event_action, Strings{std::string(change), "changed-audit-configuration"});
}

void set_unknown_record(Event& event, const audit::Record& record) {
  const Act unknown{ActKind::other, "process", {"info"}, {}};
  complete(event, record, unknown);
  set_act(event, unknown);
  event.add(Field::event_action, to_lower(record.name));
}

}  // namespace ak
