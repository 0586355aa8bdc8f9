#include "event/normalize_common.h"

#include <string>
#include <string_view>

#include "event/audit_fields.h"

namespace ak {
namespace {

template <typename Words>
void set_words(Event& event, Field field, const Words& words) {
  event.erase(field);
  for (const std::string_view word : words) {
    if (!word.empty()) event.add(field, std::string(word));
  }
}

void set_principal(Event& event, const audit::Record& record, std::string_view name, Field id,
                   Field named) {
  const std::string_view value = field_id(&record, name);
  if (value.empty()) return;
  event.set(id, std::string(value));
  event.set_nonempty(named, std::string(field_name(&record, name)));
}

// A rule can have several keys: as several fields, or in one, apart by 0x01.
void set_keys(Event& event, const audit::Record& record) {
  constexpr char kSeparator = '\x01';  // AUDIT_KEY_SEPARATOR of linux/audit.h
  for (const audit::Field& field : record.fields) {
    if (field.name != "key" || is_null(field)) continue;
    std::string_view keys = field.interpreted.empty() ? field.value : field.interpreted;
    while (!keys.empty()) {
      const std::size_t end = keys.find(kSeparator);
      if (end != 0) event.add(Field::auditd_keys, std::string(keys.substr(0, end)));
      keys.remove_prefix(end == std::string_view::npos ? keys.size() : end + 1);
    }
  }
}

// Whether a program sent the record: the kernel writes its pid, uid, auid and ses in front, the
// rest is the program's. Source: AUDIT_FIRST_USER_MSG and the like of linux/audit.h.
bool is_programs(const audit::Record& record) {
  return (record.type >= 1100 && record.type <= 1199) ||
         (record.type >= 2100 && record.type <= 2999);
}

}  // namespace

void set_act(Event& event, const Act& act) {
  set_words(event, Field::event_category, Strings{std::string(act.category)});
  set_words(event, Field::event_type, act.types);
  set_words(event, Field::event_action, act.actions);
}

void set_identity(Event& event, const audit::Record& record) {
  set_principal(event, record, "uid", Field::user_id, Field::user_name);
  set_principal(event, record, "auid", Field::user_audit_id, Field::user_audit_name);
  if (!is_programs(record)) {  // else these are in its message, and anybody's
    set_principal(event, record, "euid", Field::user_effective_id, Field::user_effective_name);
    set_principal(event, record, "gid", Field::group_id, Field::group_name);
    set_principal(event, record, "egid", Field::process_group_id, Field::process_group_name);
    set_keys(event, record);
  }
  event.set_nonempty(Field::auditd_session, std::string(field_id(&record, "ses")));
}

void set_companions(Event& event, const audit::AuditEvent& audit_event) {
  event.set_nonempty(Field::auditd_class,
                     std::string(field_text(audit_event.find(record_type::kAvc), "class")));
  event.set_nonempty(Field::process_working_directory,
                     std::string(field_text(audit_event.find(record_type::kCwd), "cwd")));
  event.set_nonempty(
      Field::process_title,
      std::string(field_text(audit_event.find(record_type::kProctitle), "proctitle")));
}

void set_paths(Event& event, const std::vector<PathItem>& items) {
  for (const PathItem& item : items) {
    if (item.has_name) event.add(Field::auditd_paths, item.name);
  }
}

std::string_view outcome_word(std::string_view result) {
  if (result == "1" || result == "success" || result == "yes") return "success";
  if (result == "0" || result == "failed" || result == "no") return "failure";
  return {};
}

}  // namespace ak
