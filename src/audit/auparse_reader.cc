#include "audit/auparse_reader.h"

#include <auparse.h>
#include <libaudit.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

#include "audit/completeness.h"
#include "audit/loose_words.h"
#include "audit/quoted_spaces.h"
#include "audit/record_type.h"

namespace ak::audit {
namespace {

// libauparse finds its place in an event's records by walking them: in pieces of this many that
// stays linear in the event's size.
constexpr std::size_t kRecordsAtOnce = 64;

// libauparse is given this instead of the record's own head, which is parsed by us: it takes no
// time of 0 and no node name over 300 bytes, and needs neither.
constexpr std::string_view kPlainHead = " msg=audit(1.000:1): ";

// Of a record with more fields those behind have no names: they would be counted again and again.
constexpr std::size_t kMaxNamedFields = 256;

// Fields whose last byte is looked for in the record; the kernel's have one or two.
constexpr std::size_t kMaxRestoredFields = 16;

constexpr unsigned kMaxErrno = 4095;  // MAX_ERRNO of linux/err.h

constexpr std::string_view kNull = "(null)";

std::string_view without_names(std::string_view body) {
  return body.substr(0, body.find(AUDIT_INTERP_SEPARATOR));
}

// libauparse would make a whole byte of half a one at the end of a call's keys.
std::string_view without_half_key(std::string_view text) {
  const std::size_t key = text.rfind(" key=");
  if (key != std::string_view::npos && lacks_half_byte(text.substr(key + 5))) text.remove_suffix(1);
  return text;
}

std::optional<unsigned> parse_unsigned(std::string_view text, int base) {
  unsigned value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

constexpr unsigned kX32 = 0x40000000;  // __X32_SYSCALL_BIT of asm/unistd.h

bool is_x32(std::string_view syscall) {
  const auto number = parse_unsigned(syscall, 10);
  return number && (*number & kX32) != 0;
}

// x32's system calls are x86_64's with a bit set, but for those from 512 on.
unsigned common_number(unsigned number) {
  constexpr unsigned kFirstOfX32 = 512;
  return (number & kX32) != 0 && (number & ~kX32) < kFirstOfX32 ? number & ~kX32 : number;
}

Field* find(Record& record, std::string_view name) {
  return const_cast<Field*>(std::as_const(record).find(name));
}

// What a field is called now: of a terminal's input, older kernels wrote `msg=`. Source:
// audit_receive_msg() of kernel/audit.c.
std::string_view current_name(const RawRecord& source, std::string_view name) {
  return source.type == AUDIT_USER_TTY && name == "msg" ? "data" : name;
}

// The kernel leaves out the space in `ses=4op=remove_rule`. Source: audit_watch_log_rule_change()
// of kernel/audit_watch.c.
void separate_operation(Record& record) {
  Field* const session = find(record, "ses");
  if (session == nullptr) return;
  const std::size_t operation = session->value.find("op=");
  if (operation == 0 || operation == std::string::npos) return;
  Field field;
  field.name = "op";
  field.value = field.interpreted = unquote(session->value.substr(operation + 3)).text;
  session->value.resize(operation);
  session->interpreted = session->value;
  record.fields.push_back(std::move(field));
}

// What libauparse took from the value's end; 0: nothing, as far as the value tells.
char missing_last_byte(std::string_view value) {
  if (value.ends_with(':')) return ':';
  if (value.size() > 1 && value.front() == '\'' && !value.ends_with('\'')) return '\'';
  const bool is_open = value.find('(') != std::string_view::npos;
  return is_open && value.find(')') == std::string_view::npos ? ')' : '\0';
}

// libauparse takes a colon, a bracket or a quote at a value's end for what parts it from the next
// field: `addr=fe80::`, `spi=5(0x5)`, `error_msg='success'`.
void restore_last_bytes(Record& record, std::string_view text) {
  std::size_t looked_for = 0;  // each through the whole text
  for (Field& field : record.fields) {
    const char missing = missing_last_byte(field.value);
    if (missing == '\0' || ++looked_for > kMaxRestoredFields) continue;
    const std::string whole = field.value + missing;
    if (text.find(field.name + "=" + whole) == std::string_view::npos) continue;
    if (field.interpreted == field.value) field.interpreted = whole;
    field.value = whole;
  }
}

// libauparse tells the verdict and the permissions of an AVC itself. A SYSCALL has no words but its
// label's mode, and those that accompany it have none.
void add_words(Record& record, std::string_view text) {
  if (record.type == AUDIT_AVC || is_companion(record.type)) return;
  if (record.type == AUDIT_SYSCALL && text.find(" (") == std::string_view::npos) return;
  std::string words = loose_words(text);
  if (words.empty()) return;
  Field field;
  field.name = "words";
  field.value = field.interpreted = std::move(words);
  record.fields.push_back(std::move(field));
}

// Until Linux 3.13 a login's ids were `old auid` and `new auid`, of which the last words are names
// to libauparse.
void tell_old_from_new(Record& record) {
  for (const std::string_view name : {"auid", "ses"}) {
    const auto is_it = [&](const Field& field) { return field.name == name; };
    if (std::count_if(record.fields.begin(), record.fields.end(), is_it) != 2) continue;
    std::find_if(record.fields.begin(), record.fields.end(), is_it)->name.insert(0, "old-");
  }
}

// What a syscall that failed returned, by the error's name.
void name_exit(Record& record) {
  Field* const exit = find(record, "exit");
  if (exit == nullptr || !exit->value.starts_with('-')) return;
  const auto number = parse_unsigned(std::string_view(exit->value).substr(1), 10);
  const Field* const success = std::as_const(record).find("success");
  if (!number || *number > kMaxErrno || success == nullptr || success->value != "no") return;
  const char* const name = audit_errno_to_name(static_cast<int>(*number));
  if (name != nullptr) exit->interpreted = name;
}

// A type that auditd had no name for may have one here.
std::string type_name(const RawEvent& raw, const RawRecord& record) {
  const std::string_view told = raw.type_name(record);
  const bool is_number = told.starts_with("UNKNOWN[") || parse_unsigned(told, 10);
  const char* const name = is_number ? audit_msg_type_to_name(record.type) : nullptr;
  return name == nullptr ? std::string(told) : name;
}

// Of a CWD record libauparse keeps each cwd= for itself and frees the last: a damaged one with two
// would leak. A PATH record's fields are read alike.
std::string_view type_to_show(const RawEvent& raw, const RawRecord& record) {
  return record.type == AUDIT_CWD ? "PATH" : raw.type_name(record);
}

// A directory that lacks its end is another one. A quote tells where it ends; in hex it may have
// been cut as the other records were. Without it a PARENT item may still tell the directory.
void forget_doubtful_directories(const RawEvent& raw, AuditEvent& event) {
  const bool has_doubtful =
      std::any_of(raw.records.begin(), raw.records.end(), [&](const RawRecord& record) {
        return record.type == AUDIT_CWD && !without_names(raw.body(record)).ends_with('"');
      });
  if (!has_doubtful) return;
  for (Record& record : event.records) {
    if (record.type != AUDIT_CWD) continue;
    std::erase_if(record.fields, [](const Field& field) { return field.name == "cwd"; });
  }
}

}  // namespace

struct AuparseReader::State {
  State() : parser(auparse_init(AUSOURCE_BUFFER, "")) {
    if (parser != nullptr) auparse_set_escape_mode(parser, AUPARSE_ESC_RAW);
  }
  ~State() {
    if (parser != nullptr) auparse_destroy(parser);
  }
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  auparse_state_t* const parser;  // null: out of memory
};

AuparseReader::AuparseReader() : state_(std::make_unique<State>()) {}

AuparseReader::~AuparseReader() = default;

bool AuparseReader::read(const RawEvent& raw, AuditEvent& event) {
  event.id = raw.id;
  event.records.clear();
  event.argv.clear();
  event.argc = 0;
  event.lacks_args = false;
  event.partial = raw.is_cut || raw.lacks_records;
  event.boot = raw.boot;
  event.is_after_loss = raw.is_after_loss;
  argv_.clear();
  has_cut_records_ = false;
  ends_.begin();
  if (state_->parser == nullptr) return false;
  for (std::size_t first = 0; first < raw.records.size(); first += kRecordsAtOnce) {
    read_records(raw, first, std::min(first + kRecordsAtOnce, raw.records.size()), event);
  }
  if (has_cut_records_ || ends_.is_one_cut()) {
    event.partial = true;
    forget_doubtful_directories(raw, event);
  }
  if (event.find(AUDIT_EXECVE) != nullptr) {
    ArgvBuilder::Argv argv = argv_.build();
    event.argv = std::move(argv.arguments);
    event.argc = argv.argc;
    event.lacks_args = !argv.is_complete;
    event.partial = event.partial || event.lacks_args;
  }
  event.lacks_items = raw.is_cut || event.records.size() < raw.records.size() || lacks_items(event);
  event.lacks_call = lacks_call(event);
  event.partial = event.partial || event.lacks_items || lacks_records(event);
  return !event.records.empty();
}

// A buffer of its own for each call, and all the events that libauparse takes it for: what it
// believes of an event's end (a PROCTITLE, a CONFIG_CHANGE…) is of no consequence.
void AuparseReader::read_records(const RawEvent& raw, std::size_t first, std::size_t end,
                                 AuditEvent& event) {
  buffer_.clear();
  hides_spaces_.assign(end - first, false);
  for (std::size_t i = first; i < end; ++i) {
    const RawRecord& record = raw.records[i];
    buffer_ += "type=";
    buffer_ += type_to_show(raw, record);
    buffer_ += kPlainHead;
    hides_spaces_[i - first] =
        append_hiding_spaces(buffer_, without_half_key(without_names(raw.body(record))));
    buffer_ += '\n';
  }
  auparse_state_t* const parser = state_->parser;
  if (auparse_new_buffer(parser, buffer_.data(), buffer_.size()) != 0) return;
  while (auparse_next_event(parser) > 0) {
    if (auparse_first_record(parser) <= 0) continue;
    do {
      const std::size_t line = auparse_get_line_number(parser);
      if (line < 1 || first + line > end) continue;
      read_record(raw, raw.records[first + line - 1], hides_spaces_[line - 1], event);
    } while (auparse_next_record(parser) > 0);
  }
}

void AuparseReader::read_record(const RawEvent& raw, const RawRecord& source, bool hides_spaces,
                                AuditEvent& event) {
  auparse_state_t* const parser = state_->parser;
  if (auparse_first_field(parser) <= 0) return;  // the field "type", which is passed over below
  const std::string_view body = raw.body(source);
  const std::size_t separator = body.find(AUDIT_INTERP_SEPARATOR);
  names_.read(separator == std::string_view::npos ? "" : body.substr(separator + 1));

  Record record;
  record.type = source.type;
  record.name = type_name(raw, source);
  record.fields.reserve(auparse_get_num_fields(parser));
  while (auparse_next_field(parser) > 0) {
    const char* const name = auparse_get_field_name(parser);
    const char* const value = auparse_get_field_str(parser);
    if (name == nullptr || value == nullptr) continue;
    const std::string shown = hides_spaces ? with_hidden_spaces(value) : std::string();
    if (!add_field(source, name, hides_spaces ? shown.c_str() : value, record)) {
      has_cut_records_ = true;
    }
  }
  restore_last_bytes(record, body.substr(0, separator));
  ends_.add(record, body.substr(0, separator),
            separator == std::string_view::npos ? "" : body.substr(separator));
  if (find(record, "syscall") != nullptr) name_syscall(record);
  name_exit(record);
  add_words(record, body.substr(0, separator));
  if (record.type == AUDIT_CONFIG_CHANGE) separate_operation(record);
  if (record.type == AUDIT_LOGIN) tell_old_from_new(record);
  event.records.push_back(std::move(record));
}

// False if the value lacks its end.
bool AuparseReader::add_field(const RawRecord& source, const char* name, const char* value,
                              Record& record) {
  if (source.type == AUDIT_EXECVE && argv_.add(name, value) && std::string_view(name) != "argc") {
    return true;
  }
  const Unquoted unquoted = unquote(value);
  bool is_whole = !unquoted.is_cut;
  Field field;
  field.name = current_name(source, name);
  field.value = unquoted.text;
  if (unquoted.is_quoted) {
    field.interpreted = unquoted.text;
  } else if (field.value != kNull) {
    switch (kind_of(field.name)) {
      case FieldKind::plain:
        field.interpreted = field.value;
        break;
      case FieldKind::text:
        field.interpreted = decode_text(field.value);
        if (lacks_half_byte(field.value)) is_whole = false;
        break;
      case FieldKind::title:
        if (source.type == AUDIT_PROCTITLE && lacks_half_byte(field.value)) is_whole = false;
        field.interpreted = decode_title(field.value);
        std::replace(field.interpreted.begin(), field.interpreted.end(), '\0', ' ');
        break;
      case FieldKind::id:
        field.interpreted = name_of_id(field.name, record);
        break;
    }
  }
  field.is_cut = !is_whole;
  record.fields.push_back(std::move(field));
  return is_whole;
}

// `record`: with the fields before it. What auditd writes for an id that has no name on its host is
// none: "unknown(4242)".
std::string AuparseReader::name_of_id(const std::string& field, const Record& record) const {
  if (record.fields.size() > kMaxNamedFields) return "";
  const auto before = std::count_if(record.fields.begin(), record.fields.end(),
                                    [&](const Field& other) { return other.name == field; });
  std::string name = names_.find(field, static_cast<std::size_t>(before)).value_or("");
  if (name.starts_with("unknown(") && name.ends_with(')')) name.clear();
  return name;
}

// libaudit's tables first, so that a log means the same whether it is enriched or not; then what
// the host that wrote the log knew. Without a name it keeps its number.
void AuparseReader::name_syscall(Record& record) const {
  Field* const arch = find(record, "arch");
  Field* const syscall = find(record, "syscall");
  if (arch == nullptr) return;
  const char* arch_name = nullptr;
  const char* syscall_name = nullptr;
  if (const auto elf = parse_unsigned(arch->value, 16)) {
    const int machine = audit_elf_to_machine(*elf);
    const auto number = parse_unsigned(syscall->value, 10);
    if (machine >= 0) arch_name = audit_machine_to_name(machine);
    if (machine >= 0 && number) {
      syscall_name = audit_syscall_to_name(static_cast<int>(common_number(*number)), machine);
    }
  }
  arch->interpreted = arch_name != nullptr ? arch_name : names_.find("arch").value_or(arch->value);
  syscall->interpreted = syscall_name != nullptr ? syscall_name : name_in_log(*syscall);
  if (arch->value == "c000003e" && is_x32(syscall->value))
    record.fields.push_back({"abi", "x32", "x32"});
}

// What auditd writes for a system call that it has no name for is none: "unknown-syscall(452)".
std::string AuparseReader::name_in_log(const Field& syscall) const {
  std::string name = names_.find("syscall").value_or(syscall.value);
  return name.starts_with("unknown") ? syscall.value : name;
}

}  // namespace ak::audit
