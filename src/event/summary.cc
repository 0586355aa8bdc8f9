#include "event/summary.h"

#include <array>
#include <string>
#include <string_view>

#include "event/audit_fields.h"

namespace ak {
namespace {

std::string first_of(const Event& event, Field field) {
  const Strings* values = event.strings(field);
  return values == nullptr || values->empty() ? std::string() : values->front();
}

std::string name_or_id(const Event& event, Field name, Field id) {
  return std::string(event.string(event.find(name) != nullptr ? name : id));
}

struct Object {
  std::string type;
  std::string primary;
  std::string secondary;
};

std::string port_of(const Event& event, Field field) {
  const std::int64_t* port = event.number(field);
  return port == nullptr ? std::string() : std::to_string(*port);
}

Object socket_of(const Event& event) {
  if (event.find(Field::destination_ip) != nullptr) {
    return {"socket", std::string(event.string(Field::destination_ip)),
            port_of(event, Field::destination_port)};
  }
  if (event.find(Field::source_ip) == nullptr) {
    return {"socket", first_of(event, Field::auditd_paths), {}};
  }
  return {"socket", std::string(event.string(Field::source_ip)),
          port_of(event, Field::source_port)};
}

Object file_of(const Event& event) {
  const std::string_view type = event.string(Field::file_type);
  std::string path = name_or_id(event, Field::file_path, Field::file_name);
  if (path.empty()) path = first_of(event, Field::auditd_paths);
  return {type == "dir" ? "directory" : "file", std::move(path), {}};
}

// What a record of that type is about: a kind of thing, and the fields that name it.
struct RecordObject {
  std::string_view record;
  std::string_view type;
  std::array<std::string_view, 6> primary;  // the first that is known
  std::array<std::string_view, 2> secondary;
};
constexpr RecordObject kRecordObjects[] = {
    {"LOGIN", "user-session", {"auid"}, {}},
    {"ADD_USER", "account", {"id", "acct"}, {}},
    {"DEL_USER", "account", {"id", "acct"}, {}},
    {"ADD_GROUP", "account", {"id", "acct"}, {}},
    {"DEL_GROUP", "account", {"id", "acct"}, {}},
    {"GRP_MGMT", "account", {"id", "acct"}, {}},
    {"ROLE_ASSIGN", "account", {"id", "acct"}, {}},
    {"ROLE_REMOVE", "account", {"id", "acct"}, {}},
    {"GRP_CHAUTHTOK", "user-session", {"acct"}, {"addr", "hostname"}},
    {"VIRT_CONTROL", "virtual-machine", {"op"}, {"vm"}},
    {"VIRT_MACHINE_ID", "virtual-machine", {"vm"}, {}},
    {"VIRT_RESOURCE", "virtual-machine", {"resrc"}, {"vm"}},
    {"CRYPTO_KEY_USER", "user-session", {"fp"}, {"addr", "hostname"}},
    {"CRYPTO_SESSION", "user-session", {"addr"}, {"rport"}},
    {"USER_ROLE_CHANGE", "user-session", {"selected-context"}, {"addr", "hostname"}},
    {"CONFIG_CHANGE",
     "audit-config",
     {"op", "key", "audit_enabled", "audit_pid", "audit_backlog_limit", "audit_failure"},
     {}},
    {"SERVICE_START", "service", {"unit"}, {}},
    {"SERVICE_STOP", "service", {"unit"}, {}},
    {"USER_CMD", "process", {"cmd"}, {}},
    {"ANOM_ABEND", "process", {"comm", "exe"}, {"pid"}},
    {"ANOM_PROMISCUOUS", "network-device", {"dev"}, {}},
    {"NETFILTER_CFG", "firewall", {"table"}, {}},
    {"SYSTEM_RUNLEVEL", "system", {"new-level"}, {}},
    {"USYS_CONFIG", "system", {"op"}, {}},
    {"FEATURE_CHANGE", "system", {"feature"}, {}},
    {"TTY", "keystrokes", {"data"}, {}},
    {"USER_TTY", "keystrokes", {"data"}, {}},
    {"SECCOMP", "process", {"syscall"}, {}},
};

template <std::size_t kCount>
std::string first_known(const audit::Record& record,
                        const std::array<std::string_view, kCount>& names) {
  for (const std::string_view name : names) {
    if (name.empty()) break;
    const std::string_view text =
        is_id(name) ? field_id(&record, name) : field_if_known(&record, name);
    if (!text.empty()) return std::string(text);
  }
  return {};
}

Object avc_object(const audit::Record& record) {
  if (record.find("apparmor") == nullptr) {
    return {{}, first_known<1>(record, {"tcontext"}), first_known<1>(record, {"tclass"})};
  }
  return {"policy", first_known<1>(record, {"operation"}),
          first_known<3>(record, {"requested_mask", "denied_mask", "capname"})};
}

// What a program in user space tells of a login or an account.
bool is_of_a_session(std::string_view category) {
  return category == "authentication" || category == "session" || category == "iam";
}

Object record_object(const Event& event, const audit::Record& record) {
  for (const RecordObject& known : kRecordObjects) {
    if (known.record != record.name) continue;
    return {std::string(known.type), first_known(record, known.primary),
            first_known(record, known.secondary)};
  }
  if (record.type == record_type::kAvc) return avc_object(record);
  if (record.name.starts_with("DAEMON_")) return {"service", {}, {}};
  if (!is_of_a_session(first_of(event, Field::event_category))) return {};
  return {"user-session", first_known<1>(record, {"terminal"}),
          std::string(event.string(Field::source_address))};
}

bool is_about_process(std::string_view action) {
  return action == "killed-pid" || action == "uid_change" || action == "gid_change" ||
         action == "adjusted-scheduling-policy-of" || action == "end";
}

Object object_of(const Event& event, const audit::Record& record) {
  if (record.type != record_type::kSyscall && record.type != record_type::kUringop) {
    Object object = record_object(event, record);
    if (!object.type.empty() || !object.primary.empty()) return object;
  }
  const std::string action = first_of(event, Field::event_action);
  if (first_of(event, Field::event_category) == "network" || action == "sent-to" ||
      action == "received-from" || action == "listen-for-connections") {
    return socket_of(event);
  }
  if (action.starts_with("changed-system-")) return {"system", {}, {}};
  if (is_about_process(action)) return {"process", {}, {}};
  const bool is_file_act = first_of(event, Field::event_category) == "file";
  const bool names_file =
      event.find(Field::file_path) != nullptr || event.find(Field::auditd_paths) != nullptr;
  if (!names_file) return {is_file_act ? "file" : "", {}, {}};
  return file_of(event);
}

// By login id; a record of its change tells whose it was before.
std::string primary_actor(const Event& event, const audit::Record& record) {
  const bool is_change = record.find("old-auid") != nullptr;
  std::string actor = name_or_id(event, Field::user_audit_name, Field::user_audit_id);
  if (is_change) {
    const std::string_view name = field_name(&record, "old-auid");
    actor = name.empty() ? field_id(&record, "old-auid") : name;
  }
  if (!actor.empty()) return actor;
  // io_uring's records do not tell it.
  const bool tells =
      is_change ||
      (record.type != record_type::kUringop &&
       (record.find("auid") != nullptr || event.find(Field::auditd_syscall) != nullptr));
  return tells ? "unset" : "";
}

// Whom the record of a login or an account is about, else who wrote it.
std::string secondary_actor(const Event& event, const audit::Record& record) {
  const bool tells =
      is_of_a_session(first_of(event, Field::event_category)) || record.name.starts_with("CRYPTO_");
  if (tells && record.find("old-auid") == nullptr && !record.name.starts_with("ADD_") &&
      !record.name.starts_with("DEL_")) {
    std::string account = first_known<2>(record, {"acct", "id"});
    if (!account.empty()) return account;
  }
  return name_or_id(event, Field::user_name, Field::user_id);
}

}  // namespace

void set_summary(Event& event, const audit::Record& record) {
  event.set_nonempty(Field::auditd_actor_primary, primary_actor(event, record));
  event.set_nonempty(Field::auditd_actor_secondary, secondary_actor(event, record));
  Object object = object_of(event, record);
  event.set_nonempty(Field::auditd_object_type, std::move(object.type));
  event.set_nonempty(Field::auditd_object_primary, std::move(object.primary));
  event.set_nonempty(Field::auditd_object_secondary, std::move(object.secondary));
  event.set_nonempty(Field::auditd_how,
                     name_or_id(event, Field::process_executable, Field::process_name));
}

}  // namespace ak
