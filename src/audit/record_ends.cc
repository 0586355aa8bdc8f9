#include "audit/record_ends.h"

#include <linux/audit.h>

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <string>

#include "audit/field_text.h"
#include "audit/record_type.h"
#include "base/text.h"

namespace ak::audit {
namespace {

// To a longer record auditd may add not all names, or none: it has no room beyond
// MAX_AUDIT_MESSAGE_LENGTH (8970, libaudit.h).
constexpr std::size_t kMaxNamedBytes = 8000;

// The key of a rule comes last: "name", (null), or hex; of several libauparse tells each, so that
// the text alone shows where half a byte is missing, or where names follow that are not its own.
bool has_whole_key(const Record& record, std::string_view text) {
  const Field* const key = record.find("key");
  if (key == nullptr || (key->value.starts_with('(') && !key->value.ends_with(')'))) return false;
  std::string_view value = text.substr(text.rfind(" key=") + 5);
  value = value.substr(0, value.find(' '));  // names that auditd added, where byte 0x1D was lost
  return value.starts_with('"') ||
         (!lacks_half_byte(value) && value.find('=') == std::string_view::npos);
}

bool has_kind(const Record& record) {
  return record.find("nametype") != nullptr || record.find("objtype") != nullptr;
}

bool has_whole_kind(const Record& record) {
  const Field* const type = record.find("nametype");
  if (type == nullptr) return record.find("objtype") != nullptr;  // its name before Linux 3.17
  const auto names = {"NORMAL", "PARENT", "DELETE", "CREATE", "UNKNOWN"};
  return std::find(names.begin(), names.end(), type->value) != names.end();
}

// Major and minor, the last that there was before the kind.
bool has_whole_rdev(const Record& record) {
  const Field* const device = record.find("rdev");
  return device != nullptr && device->value.size() >= 5;
}

// Either all of a file's capabilities are told, or that nobody looked; older kernels tell none
// where there are none. Source: audit_log_fcaps() of kernel/audit.c.
bool has_whole_capabilities(const Record& record) {
  const Field* const effective = record.find("cap_fe");
  if (effective != nullptr && effective->value == "?") return record.find("cap_fi") != nullptr;
  const bool has_some = record.find("cap_fp") != nullptr || record.find("cap_fi") != nullptr;
  return effective == nullptr ? !has_some : record.find("cap_fver") != nullptr;
}

// The last of the fields that a record of its kind always has: a syscall's arguments, and what a
// seccomp filter did. Source: show_special() and audit_seccomp() of kernel/auditsc.c.
bool has_last_field(const Record& record) {
  static constexpr struct {
    int type;
    std::string_view field;
    std::string_view value_begins;  // and goes on, if it is not empty
  } kLast[] = {
      {AUDIT_IPC, "mode", ""},
      {AUDIT_FD_PAIR, "fd1", ""},
      {AUDIT_OBJ_PID, "ocomm", ""},
      {AUDIT_BPRM_FCAPS, "pe", ""},
      {AUDIT_CAPSET, "cap_pe", ""},
      {AUDIT_MMAP, "flags", "0x"},
      {kOpenat2Type, "resolve", "0x"},
      {AUDIT_IPC_SET_PERM, "mode", ""},
      {AUDIT_MQ_OPEN, "mq_curmsgs", ""},
      {AUDIT_MQ_SENDRECV, "abs_timeout_nsec", ""},
      {AUDIT_MQ_NOTIFY, "sigev_signo", ""},
      {AUDIT_MQ_GETSETATTR, "mq_curmsgs", ""},
      {AUDIT_SECCOMP, "code", "0x"},
      {AUDIT_ANOM_ABEND, "sig", ""},
      {AUDIT_ANOM_PROMISCUOUS, "ses", ""},
      {AUDIT_BPF, "op", ""},
      {AUDIT_MAC_CONFIG_CHANGE, "ses", ""},
      {AUDIT_MAC_POLICY_LOAD, "ses", ""},
      {AUDIT_MAC_STATUS, "ses", ""},
      {AUDIT_NETFILTER_CFG, "entries", ""},
      {AUDIT_TTY, "data", ""},
      {AUDIT_CONFIG_CHANGE, "res", ""},
      {AUDIT_FEATURE_CHANGE, "res", ""},
      {AUDIT_LOGIN, "auid", ""},
  };
  const auto* const last = std::find_if(std::begin(kLast), std::end(kLast),
                                        [&](const auto& each) { return each.type == record.type; });
  if (last == std::end(kLast)) return true;
  const Field* field = record.find(last->field);
  if (field == nullptr) field = record.find("new_pe");  // its former name
  if (field == nullptr) return false;
  const std::string_view begins = last->value_begins;
  return begins.empty() ||
         (field->value.starts_with(begins) && field->value.size() > begins.size());
}

// Source: send_audit_event() and the like of auditd.
bool lacks_daemons_result(const Record& record) {
  return is_auditds(record.type) && record.find("res") == nullptr;
}

// Since Linux 3.13, which writes old-auid for `old auid`.
bool lacks_result(const Record& record) {
  return record.type == AUDIT_LOGIN && record.find("old-auid") != nullptr &&
         record.find("res") == nullptr;
}

// A program's own text is within single quotes. Source: audit_receive_msg() of kernel/audit.c.
bool is_message_open(std::string_view text) {
  constexpr std::string_view kBegin = " msg='";
  const std::size_t begin = text.find(kBegin);
  if (begin == std::string_view::npos) return false;
  return begin + kBegin.size() == text.size() || !text.ends_with('\'');
}

// A line that another record's was written into, or one that lost its end.
bool has_another_head(std::string_view text) {
  return text.find(" msg=audit(") != std::string_view::npos;
}

// What a program says comes after whose it is, in quotes; of a terminal it is data. Source:
// audit_receive_msg() of kernel/audit.c.
bool lacks_message(const Record& record, std::string_view text) {
  const bool is_programs =
      (record.type >= AUDIT_FIRST_USER_MSG && record.type <= AUDIT_LAST_USER_MSG) ||
      (record.type >= AUDIT_FIRST_USER_MSG2 && record.type <= AUDIT_LAST_USER_MSG2);
  const bool is_typed = record.find("data") != nullptr || record.type == AUDIT_USER_TTY;
  return is_programs && !is_typed && text.find("msg='") == std::string_view::npos;
}

// SELinux's decisions are about an object of a class. Source: avc_audit_post_callback() of
// security/selinux/avc.c.
bool lacks_class(const Record& record, std::string_view text) {
  return record.type == AUDIT_AVC && text.find("avc:") != std::string_view::npos &&
         record.find("tclass") == nullptr;
}

// The count comes first. Source: show_special() of kernel/auditsc.c.
bool lacks_arguments(const Record& record) {
  if (record.type != AUDIT_SOCKETCALL) return false;
  const Field* const count = record.find("nargs");
  const std::int64_t args = count == nullptr ? 0 : parse_int(count->value).value_or(0);
  return args < 1 || record.find("a" + std::to_string(args - 1)) == nullptr;
}

// Since Linux 5.8, which added what follows. Source: audit_log_nfcfg() of kernel/auditsc.c.
bool lacks_command(const Record& record) {
  return record.type == AUDIT_NETFILTER_CFG && record.find("op") != nullptr &&
         record.find("comm") == nullptr;
}

// Of the kernel's records, a quote without its end, or a word without its value. The kernel quotes
// no text that has a quote in it: it writes it as hex.
bool is_open_at_end(const Record& record, std::string_view text) {
  const bool is_kernels = record.type >= AUDIT_SYSCALL && record.type < AUDIT_KERNEL;
  return is_kernels && (text.ends_with('=') || std::count(text.begin(), text.end(), '"') % 2 != 0);
}

// An address is hex, of whole bytes.
bool has_half_address(const Record& record) {
  const Field* const address = record.type == AUDIT_SOCKADDR ? record.find("saddr") : nullptr;
  return address != nullptr && lacks_half_byte(address->value);
}

bool lacks_end(const Record& record, std::string_view text) {
  return !has_last_field(record) || lacks_result(record) || lacks_daemons_result(record) ||
         is_message_open(text) || has_another_head(text) || lacks_message(record, text) ||
         lacks_class(record, text) || lacks_arguments(record) || lacks_command(record) ||
         has_half_address(record);
}

bool is_cut_short(const Record& record, std::string_view text) {
  while (text.ends_with(' ')) text.remove_suffix(1);
  const bool has_key = record.type == AUDIT_SYSCALL || record.type == AUDIT_URINGOP;
  if (lacks_end(record, text)) return true;
  if (!has_key && !is_companion(record.type)) return is_open_at_end(record, text);
  if (has_key && !has_whole_key(record, text)) return true;
  if (record.type == AUDIT_PATH && !has_whole_capabilities(record)) return true;
  if (text.ends_with('"')) return false;
  const std::string_view last = text.substr(text.rfind(' ') + 1);
  return last.find('=') == std::string_view::npos || last.ends_with('=');
}

// The last of the names that auditd adds to a record of that kind; "" where it adds none.
std::string_view last_name_of(const Record& record) {
  switch (record.type) {
    case AUDIT_SYSCALL:
    case AUDIT_URINGOP:
      return "FSGID=";
    case AUDIT_PATH:
      return record.find("ogid") == nullptr ? "" : "OGID=";
    case AUDIT_SOCKADDR:
      return "SADDR=";
    default:
      return "";
  }
}

// Source: audit_encode_nv_string() of libaudit.
bool is_whole(std::string_view value) {
  if (value.starts_with('"')) return value.size() > 1 && value.ends_with('"');
  const bool is_hex = value.find_first_not_of("0123456789ABCDEF") == std::string_view::npos;
  return is_hex && !value.empty() && value.size() % 2 == 0;
}

// SADDR={ … }, or SADDR=unknown-family(0) and the like where auditd cannot read the address.
bool is_whole_address(std::string_view names) {
  const std::size_t value = names.find("SADDR=") + 6;
  if (value < 6 || value >= names.size()) return false;
  return names[value] != '{' || names.ends_with('}');
}

// A name without its value, or a quote that is open at the end.
bool is_open(std::string_view names) {
  const std::size_t equals = names.rfind('=');
  if (equals == std::string_view::npos) return !names.empty();
  const std::string_view value = names.substr(equals + 1);
  return value.empty() || (value.starts_with('"') && !is_whole(value));
}

// Whether the names (UID="root" GID=646F6D61696E207573657273) end with the whole one called `last`.
bool end_whole(std::string_view names, std::string_view last) {
  std::size_t begin = names.find(last);
  if (begin == std::string_view::npos) return false;
  begin = std::max(begin, names.rfind(' ') + 1);
  const std::size_t equals = names.find('=', begin);
  return equals != std::string_view::npos && is_whole(names.substr(equals + 1));
}

}  // namespace

void RecordEnds::add(const Record& record, std::string_view text, std::string_view names) {
  is_cut_ = is_cut_ || is_cut_short(record, text) || has_another_head(names);
  add_names(record, text.size() + names.size(), names);
  if (record.type == AUDIT_PATH || record.type == AUDIT_BPRM_FCAPS) add_root(record);
  if (record.type == AUDIT_PATH) add_kind(record);
  if (record.type == AUDIT_PROCTITLE) has_title_ = true;
}

void RecordEnds::add_kind(const Record& record) {
  has_kind_ = has_kind_ || has_kind(record);
  if (has_whole_kind(record)) return;
  // Of a file that was not found older kernels tell the name alone.
  const bool is_found = record.find("inode") != nullptr || record.find("mode") != nullptr;
  (has_kind(record) || (is_found && !has_whole_rdev(record)) ? is_cut_ : lacks_kind_) = true;
}

void RecordEnds::add_names(const Record& record, std::size_t size, std::string_view names) {
  const std::string_view last_name = last_name_of(record);
  if (size > kMaxNamedBytes) return;
  if (last_name.empty()) {
    is_cut_ = is_cut_ || is_open(names);
    return;
  }
  if (names.empty()) {
    lacks_names_ = true;
    return;
  }
  has_names_ = true;
  const bool is_address = record.type == AUDIT_SOCKADDR;
  is_cut_ = is_cut_ || !(is_address ? is_whole_address(names) : end_whole(names, last_name));
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
