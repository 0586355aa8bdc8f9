#include "event/record_data.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>

#include "base/limits.h"
#include "base/text.h"
#include "event/audit_fields.h"
#include "event/normalize_common.h"
#include "event/socket_address.h"

namespace ak {
namespace {

constexpr std::size_t kMaxNameBytes = 64;  // the kernel's longest is half of that

// Fields of one object, each name once.
class ExtraFields {
 public:
  explicit ExtraFields(std::string prefix) : prefix_(std::move(prefix)) {}

  void add(std::string_view field, std::string value) {
    const std::string name = prefix_ + plain(field);
    const bool is_known = find(name) != fields_.end();
    if (!is_known && names_ == limits::kMaxRecordFields) {
      return add_more(std::string(field) + "=" + value);
    }
    if (!is_known) ++names_;
    put(name, std::move(value));
  }

  // Under that name, whatever the prefix.
  void put(const std::string& name, std::string value) {
    const auto known = find(name);
    if (known != fields_.end()) {
      append(known->second, std::move(value));
    } else {
      fields_.emplace_back(name, std::move(value));
    }
  }

  void put(std::string name, Strings values) {
    fields_.emplace_back(std::move(name), std::move(values));
  }

  Extra::Fields take() { return std::move(fields_); }

 private:
  using Iterator = Extra::Fields::iterator;

  // The name as one word of a dotted name: programs write what they like into their records.
  static std::string plain(std::string_view field) {
    std::string name(field.substr(0, kMaxNameBytes));
    std::replace_if(
        name.begin(), name.end(),
        [](unsigned char c) { return std::isalnum(c) == 0 && c != '_' && c != '-'; }, '_');
    return name.empty() ? "_" : name;
  }

  static void append(Value& held, std::string value) {
    if (auto* text = std::get_if<std::string>(&held)) held = Strings{std::move(*text)};
    if (auto* texts = std::get_if<Strings>(&held)) texts->push_back(std::move(value));
  }

  Iterator find(std::string_view name) {
    return std::find_if(fields_.begin(), fields_.end(),
                        [&](const auto& field) { return field.first == name; });
  }

  void add_more(std::string text) {
    const std::string name = prefix_ + "more";
    if (find(name) == fields_.end()) put(name, Strings{});
    put(name, std::move(text));
  }

  const std::string prefix_;
  Extra::Fields fields_;
  std::size_t names_ = 0;
};

struct Home {
  std::string_view name;  // of a record's field
  Field field;
};

constexpr Home kHomes[] = {
    {"pid", Field::process_pid},
    {"ppid", Field::process_parent_pid},
    {"uid", Field::user_id},
    {"gid", Field::group_id},
    {"euid", Field::user_effective_id},
    {"auid", Field::user_audit_id},
    {"ses", Field::auditd_session},
    {"tty", Field::process_tty},
    {"exe", Field::process_executable},
    {"key", Field::auditd_keys},
    {"arch", Field::auditd_arch},
    {"syscall", Field::auditd_syscall},
    {"exit", Field::auditd_exit},
    {"a0", Field::auditd_a0},
    {"a1", Field::auditd_a1},
    {"a2", Field::auditd_a2},
    {"a3", Field::auditd_a3},
    {"class", Field::auditd_class},
    {"op", Field::auditd_op},
    {"grantors", Field::auditd_grantors},
    {"terminal", Field::auditd_terminal},
};

// auditbeat's names of the ids that the schema has no field for.
struct IdName {
  std::string_view name;
  std::string_view to;
};
constexpr IdName kIds[] = {
    {"suid", "user.saved"},
    {"fsuid", "user.filesystem"},
    {"egid", "user.effective.group"},
    {"sgid", "user.saved.group"},
    {"fsgid", "user.filesystem.group"},
};

bool holds(const Value& held, std::string_view text) {
  if (const auto* number = std::get_if<std::int64_t>(&held)) return std::to_string(*number) == text;
  if (const auto* one = std::get_if<std::string>(&held)) return *one == text;
  const auto* many = std::get_if<Strings>(&held);
  return many != nullptr && std::find(many->begin(), many->end(), text) != many->end();
}

std::string_view text_of(const audit::Field& field) {
  return field.interpreted.empty() ? field.value : field.interpreted;
}

// JSON has no bytes that are not UTF-8.
bool has_other_bytes(std::string_view text) {
  const bool is_ascii =
      std::all_of(text.begin(), text.end(), [](unsigned char c) { return c < 0x80; });
  return !is_ascii && to_utf8(text) != text;
}

bool has_home(const Event& event, const audit::Field& field) {
  const bool is_result = field.name == "success" || field.name == "res" || field.name == "result";
  if (is_result) {
    const std::string_view outcome = outcome_word(field.value);
    return !outcome.empty() && event.string(Field::event_outcome) == outcome;
  }
  for (const Home& home : kHomes) {
    if (home.name != field.name) continue;
    const Value* held = event.find(home.field);
    if (has_other_bytes(text_of(field))) return false;
    if (held != nullptr && (holds(*held, field.value) || holds(*held, text_of(field)))) return true;
  }
  return false;
}

std::string hex_of(std::string_view bytes) {
  std::string digits;
  for (const unsigned char byte : bytes) fmt::format_to(std::back_inserter(digits), "{:02X}", byte);
  return digits;
}

// As it stands in the record if it is an id, with the name beside it; else decoded, with its bytes
// beside it if JSON cannot hold them.
void add_field(ExtraFields& fields, const audit::Field& field) {
  const bool is_named_id = is_id(field.name) && !field.interpreted.empty();
  const std::string text = is_named_id ? field.value : std::string(text_of(field));
  fields.add(field.name, text);
  if (is_named_id) fields.add(field.name + "_name", field.interpreted);
  if (!has_other_bytes(text)) return;
  const bool is_hex = field.value.find_first_not_of("0123456789ABCDEF") == std::string::npos;
  fields.add(field.name + "_hex", is_hex ? field.value : hex_of(text));
}

void add_arguments(ExtraFields& fields, const Strings& argv) {
  fields.put("args", argv);
  if (std::none_of(argv.begin(), argv.end(), has_other_bytes)) return;
  Strings bytes;
  for (const std::string& arg : argv) bytes.push_back(hex_of(arg));
  fields.put("args_hex", std::move(bytes));
}

// What its saddr= means, under go-libaudit's names.
void add_address(ExtraFields& fields, const audit::AuditEvent& audit_event,
                 const audit::Record& record) {
  const auto address = socket_address(audit_event, record);
  if (!address) return;
  fields.add("family", std::string(address->family));
  if (address->family == "unix") {
    fields.add("path", address->path);
  } else if (!address->ip.empty()) {
    fields.add("addr", address->ip);
    fields.add("port", std::to_string(address->port));
  } else if (address->family == "netlink") {
    fields.add("port", std::to_string(address->port));
  }
}

bool is_call(const audit::Record& record) {
  return record.type == record_type::kSyscall || record.type == record_type::kUringop;
}

Extra::Fields data_of(const Event& event, const audit::AuditEvent& audit_event,
                      const audit::Record& main) {
  ExtraFields fields("auditd.data.");
  if (main.type == record_type::kSockaddr) add_address(fields, audit_event, main);
  for (const audit::Field& field : main.fields) {
    if (is_null(field) || has_home(event, field)) continue;
    const auto* id = std::find_if(std::begin(kIds), std::end(kIds),
                                  [&](const IdName& known) { return known.name == field.name; });
    // In a message of sshd's, suid= is of another process.
    if (id == std::end(kIds) || !is_call(main)) {
      add_field(fields, field);
      continue;
    }
    fields.put(std::string(id->to) + ".id", field.value);
    if (!field.interpreted.empty()) fields.put(std::string(id->to) + ".name", field.interpreted);
  }
  return fields.take();
}

// Whether the event holds the arguments, every byte of them.
bool tells_arguments(const Event& event, const audit::AuditEvent& audit_event) {
  const Strings* args = event.strings(Field::process_args);
  return args != nullptr && *args == audit_event.argv &&
         std::none_of(args->begin(), args->end(), has_other_bytes);
}

bool has_only(const audit::Record& record, std::string_view name) {
  return std::all_of(record.fields.begin(), record.fields.end(), [&](const audit::Field& field) {
    return field.name == name || is_null(field);
  });
}

// The same of what the record says.
bool is_told(const Event& event, bool tells_args, const audit::Record& record) {
  const auto tells = [&](Field field, std::string_view name) {
    const std::string_view text = field_text(&record, name);
    return event.string(field) == text && !has_other_bytes(text) && has_only(record, name);
  };
  switch (record.type) {
    case record_type::kCwd:
      return tells(Field::process_working_directory, "cwd");
    case record_type::kProctitle:
      return tells(Field::process_title, "proctitle");
    case record_type::kExecve:
      return tells_args;
    default:
      return false;
  }
}

}  // namespace

std::shared_ptr<const Extra> extra_of(const Event& event, const audit::AuditEvent& audit_event,
                                      const audit::Record& main) {
  auto extra = std::make_shared<Extra>();
  extra->fields = data_of(event, audit_event, main);
  const bool tells_args = tells_arguments(event, audit_event);
  bool has_args = false;
  for (const audit::Record& record : audit_event.records) {
    if (&record == &main || is_told(event, tells_args, record)) continue;
    ExtraFields fields("");
    fields.add("record_type", to_lower(record.name));
    for (const audit::Field& field : record.fields) {
      if (!is_null(field)) add_field(fields, field);
    }
    if (record.type == record_type::kSockaddr) add_address(fields, audit_event, record);
    if (record.type == record_type::kExecve && !std::exchange(has_args, true)) {
      add_arguments(fields, audit_event.argv);
    }
    extra->records.push_back(fields.take());
  }
  return extra;
}

}  // namespace ak
