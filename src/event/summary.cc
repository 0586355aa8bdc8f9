#include "event/summary.h"

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

Object session_of(const Event& event, const audit::Record& record) {
  const bool is_login_id = record.find("old-auid") != nullptr;
  return {"user-session",
          std::string(is_login_id ? event.string(Field::user_audit_id)
                                  : event.string(Field::auditd_terminal)),
          std::string(event.string(Field::source_address))};
}

Object object_of(const Event& event, const audit::Record& record) {
  const std::string category = first_of(event, Field::event_category);
  if (category == "network") return socket_of(event);
  if (category == "authentication" || category == "session") return session_of(event, record);
  if (category == "iam") {
    const std::string_view id = field_id(&record, "id");
    return {"account", std::string(id.empty() ? field_if_known(&record, "acct") : id), {}};
  }
  if (category == "configuration") {
    return {"audit-config", std::string(event.string(Field::auditd_op)), {}};
  }
  const std::string_view unit = field_text(&record, "unit");
  if (!unit.empty()) return {"service", std::string(unit), {}};
  const bool names_file =
      event.find(Field::file_path) != nullptr || event.find(Field::auditd_paths) != nullptr;
  return names_file ? file_of(event) : Object{};
}

}  // namespace

void set_summary(Event& event, const audit::Record& record) {
  std::string actor = name_or_id(event, Field::user_audit_name, Field::user_audit_id);
  // Who set the login id had none before.
  const bool is_unset =
      (actor.empty() && record.find("auid") != nullptr) ||
      (record.find("old-auid") != nullptr && field_id(&record, "old-auid").empty());
  event.set_nonempty(Field::auditd_actor_primary, is_unset ? "unset" : std::move(actor));
  event.set_nonempty(Field::auditd_actor_secondary,
                     name_or_id(event, Field::user_name, Field::user_id));
  Object object = object_of(event, record);
  event.set_nonempty(Field::auditd_object_type, std::move(object.type));
  event.set_nonempty(Field::auditd_object_primary, std::move(object.primary));
  event.set_nonempty(Field::auditd_object_secondary, std::move(object.secondary));
  event.set_nonempty(Field::auditd_how,
                     name_or_id(event, Field::process_executable, Field::process_name));
}

}  // namespace ak
