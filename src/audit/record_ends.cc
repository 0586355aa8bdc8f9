#include "audit/record_ends.h"

#include <linux/audit.h>

#include <algorithm>
#include <iterator>

#include "audit/record_type.h"

namespace ak::audit {
namespace {

// To a longer record auditd may add not all names, or none: it has no room beyond
// MAX_AUDIT_MESSAGE_LENGTH (8970, libaudit.h).
constexpr std::size_t kMaxNamedBytes = 8000;

// The key of a rule comes last: "name", (null), or hex.
bool has_whole_key(const Record& record) {
  const Field* const key = record.find("key");
  return key != nullptr && (!key->value.starts_with('(') || key->value.ends_with(')'));
}

bool has_whole_nametype(const Record& record) {
  const Field* const type = record.find("nametype");
  if (type == nullptr) return record.find("objtype") != nullptr;  // its name before Linux 3.17
  const auto names = {"NORMAL", "PARENT", "DELETE", "CREATE", "UNKNOWN"};
  return std::find(names.begin(), names.end(), type->value) != names.end();
}

// Either all of a file's capabilities are told, or that nobody looked; older kernels tell none
// where there are none. Source: audit_log_fcaps() of kernel/audit.c.
bool has_whole_capabilities(const Record& record) {
  const Field* const effective = record.find("cap_fe");
  if (effective != nullptr && effective->value == "?") return record.find("cap_fi") != nullptr;
  const bool has_some = record.find("cap_fp") != nullptr || record.find("cap_fi") != nullptr;
  return effective == nullptr ? !has_some : record.find("cap_fver") != nullptr;
}

// Of a syscall's arguments, the last of the fields that there always are.
// Source: show_special() of kernel/auditsc.c.
bool has_last_field(const Record& record) {
  static constexpr struct {
    int type;
    std::string_view field;
    std::string_view value_begins;  // and goes on
  } kLast[] = {
      {AUDIT_IPC, "mode", ""},         {AUDIT_FD_PAIR, "fd1", ""},   {AUDIT_OBJ_PID, "ocomm", ""},
      {AUDIT_BPRM_FCAPS, "pe", ""},    {AUDIT_CAPSET, "cap_pe", ""}, {AUDIT_MMAP, "flags", "0x"},
      {kOpenat2Type, "resolve", "0x"},
  };
  const auto* const last = std::find_if(std::begin(kLast), std::end(kLast),
                                        [&](const auto& each) { return each.type == record.type; });
  if (last == std::end(kLast)) return true;
  const Field* field = record.find(last->field);
  if (field == nullptr) field = record.find("new_pe");  // its former name
  return field != nullptr && field->value.starts_with(last->value_begins) &&
         field->value.size() > last->value_begins.size();
}

bool is_cut_short(const Record& record, std::string_view text) {
  const bool has_key = record.type == AUDIT_SYSCALL || record.type == AUDIT_URINGOP;
  if (!has_last_field(record)) return true;
  if (!has_key && !is_companion(record.type)) return false;
  if (has_key && !has_whole_key(record)) return true;
  if (record.type == AUDIT_PATH && !has_whole_nametype(record)) return true;
  if (record.type == AUDIT_PATH && !has_whole_capabilities(record)) return true;
  while (text.ends_with(' ')) text.remove_suffix(1);
  if (text.ends_with('"')) return false;
  const std::string_view last = text.substr(text.rfind(' ') + 1);
  return last.find('=') == std::string_view::npos || last.ends_with('=');
}

constexpr std::string_view kAddress = "SADDR=";

// The last of the names that auditd adds to a record of that kind; "" where it adds none.
std::string_view last_name_of(const Record& record) {
  switch (record.type) {
    case AUDIT_SYSCALL:
    case AUDIT_URINGOP:
      return "FSGID=";
    case AUDIT_PATH:
      return record.find("ogid") == nullptr ? "" : "OGID=";
    case AUDIT_SOCKADDR:
      return kAddress;
    default:
      return "";
  }
}

// Source: audit_encode_nv_string() of libaudit; an address is in braces.
bool is_whole(std::string_view value) {
  if (value.starts_with('{')) return value.ends_with('}');
  if (value.starts_with('"')) return value.size() > 1 && value.ends_with('"');
  const bool is_hex = value.find_first_not_of("0123456789ABCDEF") == std::string_view::npos;
  return is_hex && !value.empty() && value.size() % 2 == 0;
}

// Whether the names (UID="root" GID=646F6D61696E207573657273) end with the whole one called `last`.
bool end_whole(std::string_view names, std::string_view last) {
  std::size_t begin = names.find(last);
  if (begin == std::string_view::npos) return false;
  if (last != kAddress) begin = std::max(begin, names.rfind(' ') + 1);
  const std::size_t equals = names.find('=', begin);
  return equals != std::string_view::npos && is_whole(names.substr(equals + 1));
}

}  // namespace

void RecordEnds::add(const Record& record, std::string_view text, std::string_view names) {
  is_cut_ = is_cut_ || is_cut_short(record, text);
  add_names(record, text.size() + names.size(), names);
  if (record.type == AUDIT_PATH || record.type == AUDIT_BPRM_FCAPS) add_root(record);
}

void RecordEnds::add_names(const Record& record, std::size_t size, std::string_view names) {
  const std::string_view last_name = last_name_of(record);
  if (last_name.empty() || size > kMaxNamedBytes) return;
  if (names.empty()) {
    lacks_names_ = true;
    return;
  }
  has_names_ = true;
  is_cut_ = is_cut_ || !end_whole(names, last_name);
}

void RecordEnds::add_root(const Record& record) {
  const bool is_path = record.type == AUDIT_PATH;
  const Field* const capabilities = is_path ? record.find("cap_fi") : nullptr;
  const bool is_unknown = capabilities != nullptr && capabilities->value == "?";
  if (record.find(is_path ? "cap_frootid" : "frootid") != nullptr) {
    has_root_ = true;
  } else if (!is_unknown) {
    lacks_root_ = true;
  }
}

}  // namespace ak::audit
