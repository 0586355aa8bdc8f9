#include "alert/ocsf_objects.h"

#include <algorithm>
#include <array>
#include <utility>

#include "alert/ip_text.h"
#include "base/path.h"

namespace ak::alert {
namespace {

struct FileType {
  std::string_view ecs;
  std::int64_t id;
  std::string_view caption;
};
constexpr std::array kFileTypes = {
    FileType{"file", 1, "Regular File"},
    FileType{"dir", 2, "Folder"},
    FileType{"char_device", 3, "Character Device"},
    FileType{"block_device", 4, "Block Device"},
    FileType{"socket", 5, "Local Socket"},
    FileType{"fifo", 6, "Named Pipe"},
    FileType{"symlink", 7, "Symbolic Link"},
};

bool holds(const JsonValue& ecs, std::string_view name, std::string_view text) {
  const std::vector<std::string_view> texts = ecs.strings(name);
  return std::find(texts.begin(), texts.end(), text) != texts.end();
}

JsonValue named(std::string_view name, std::string_view uid) {
  JsonValue object;
  set_present(object, "name", name);
  set_present(object, "uid", uid);
  return object;
}

// `ecs` and what the names of its fields begin with: "process" or "process.parent".
JsonValue plain_process(const JsonValue& ecs) {
  JsonValue process;
  if (const std::int64_t* pid = ecs.number("pid")) process.set("pid", *pid);
  set_present(process, "uid", ecs.string("entity_id"));
  if (is_null(process)) return process;
  set_present(process, "name", ecs.string("name"));
  set_present(process, "cmd_line", ecs.string("command_line"));
  set_present(process, "file", ocsf_file(ecs.string("executable")));
  return process;
}

JsonValue session(const JsonValue& ecs) {
  JsonValue out;
  set_present(out, "uid", ecs.string("auditd.session"));
  set_present(out, "terminal", ecs.string("process.tty"));
  return out;
}

JsonValue touched_file(const JsonValue& ecs) {
  JsonValue file = ocsf_file(ecs.string("file.path"));
  if (is_null(file)) return file;
  const auto* type = std::find_if(kFileTypes.begin(), kFileTypes.end(), [&](const FileType& known) {
    return known.ecs == ecs.string("file.type");
  });
  if (type != kFileTypes.end()) {
    file.set("type_id", type->id);
    file.set("type", type->caption);
  }
  set_present(file, "uid", ecs.string("file.inode"));
  set_present(file, "owner", named(ecs.string("file.owner"), ecs.string("file.uid")));
  return file;
}

JsonValue endpoint(const JsonValue& ecs, std::string_view ip_name, std::string_view port_name) {
  JsonValue out;
  const std::string_view ip = ecs.string(ip_name);
  if (ip_kind(ip) == IpKind::none) return out;
  out.set("ip", ip);
  const std::int64_t* port = ecs.number(port_name);
  if (port != nullptr && *port >= 0 && *port <= 65535) out.set("port", *port);
  return out;
}

// Of a start the process that did it is the parent; of any other act the process itself.
JsonValue actor(const JsonValue& ecs, bool start) {
  JsonValue out;
  if (start) {
    const JsonValue* parent = ecs.find("process.parent");
    set_present(out, "process", parent == nullptr ? JsonValue() : plain_process(*parent));
  } else {
    set_present(out, "process", ocsf_process(ecs));
  }
  set_present(out, "user", ocsf_user(ecs));
  set_present(out, "session", session(ecs));
  return out;
}

}  // namespace

bool is_null(const JsonValue& value) {
  return std::holds_alternative<std::monostate>(value.data);
}

bool is_hostname(std::string_view text) {
  bool after_letter = false;  // a label neither begins nor ends with a hyphen
  char last = '.';
  for (const char c : text) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (!letter && c != '-' && c != '.') return false;
    if (c == '.' && !after_letter) return false;
    if (c == '-' && last == '.') return false;
    after_letter = letter;
    last = c;
  }
  return after_letter;
}

void set_present(JsonValue& object, std::string_view name, std::string_view text) {
  if (!text.empty()) object.set(name, text);
}

void set_present(JsonValue& object, std::string_view name, JsonValue value) {
  if (!is_null(value)) object.set(name, std::move(value));
}

JsonValue ocsf_file(std::string_view path) {
  JsonValue file;
  if (path.empty()) return file;
  const std::string_view name = base_name(path);
  file.set("name", name.empty() ? path : name);
  file.set("path", path);
  set_present(file, "parent_folder", directory_name(path));
  set_present(file, "ext", extension(path));
  file.set("type_id", std::int64_t{0});
  return file;
}

JsonValue ocsf_user(const JsonValue& ecs) {
  JsonValue user = named(ecs.string("user.name"), ecs.string("user.id"));
  if (is_null(user)) return user;
  const std::string_view id = ecs.string("user.id");
  if (!id.empty()) {
    user.set("type_id", std::int64_t{id == "0" ? 2 : 1});
    user.set("type", id == "0" ? "Admin" : "User");
  }
  JsonValue group = named(ecs.string("group.name"), ecs.string("group.id"));
  if (!is_null(group)) user.set("groups", JsonValue::Array{std::move(group)});
  return user;
}

JsonValue ocsf_process(const JsonValue& ecs) {
  const JsonValue* own = ecs.find("process");
  if (own == nullptr) return {};
  JsonValue process = plain_process(*own);
  if (is_null(process)) return process;
  const JsonValue* parent = own->find("parent");
  if (parent != nullptr) set_present(process, "parent_process", plain_process(*parent));
  set_present(process, "user",
              named(ecs.string("user.effective.name"), ecs.string("user.effective.id")));
  set_present(process, "session", session(ecs));
  return process;
}

JsonValue ocsf_device(const JsonValue& ecs) {
  const std::string_view name = ecs.string("host.name");
  JsonValue device;
  if (is_hostname(name)) device.set("hostname", name);
  set_present(device, "name", name);
  set_present(device, "uid", ecs.string("host.id"));
  if (is_null(device)) return device;
  device.set("type_id", std::int64_t{1});
  device.set("type", "Server");
  device.set("os.name", "Linux");
  device.set("os.type_id", std::int64_t{200});
  device.set("os.type", "Linux");
  return device;
}

JsonValue ocsf_evidence(const JsonValue& ecs) {
  const bool start = holds(ecs, "event.category", "process") && holds(ecs, "event.type", "start");
  JsonValue evidence;
  // What tells which event it is, and that there is an object even if nothing else is known.
  JsonValue data;
  set_present(data, "event_id", ecs.string("event.id"));
  set_present(data, "time", ecs.string("@timestamp"));
  for (const std::string_view name : {"category", "type", "action", "outcome"}) {
    const JsonValue* value = ecs.find(std::string("event.") + std::string(name));
    if (value != nullptr) data.set(name, *value);
  }
  if (is_null(data)) data.set("event_id", "unknown");
  evidence.set("data", std::move(data));
  if (start) set_present(evidence, "process", ocsf_process(ecs));
  set_present(evidence, "actor", actor(ecs, start));
  set_present(evidence, "user",
              named(ecs.string("user.effective.name"), ecs.string("user.effective.id")));
  set_present(evidence, "file", touched_file(ecs));
  set_present(evidence, "src_endpoint", endpoint(ecs, "source.ip", "source.port"));
  set_present(evidence, "dst_endpoint", endpoint(ecs, "destination.ip", "destination.port"));
  set_present(evidence, "container", named("", ecs.string("container.id")));
  return evidence;
}

}  // namespace ak::alert
