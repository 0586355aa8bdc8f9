// Reading the fields of an audit record: what is absent, null or not a number comes out as empty
// or nothing, so that callers need not ask twice.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "audit/audit_event.h"

namespace ak {

// The AUDIT_* record types that the normaliser knows by number. Source: linux/audit.h.
namespace record_type {
inline constexpr int kLogin = 1006;
inline constexpr int kSyscall = 1300;
inline constexpr int kPath = 1302;
inline constexpr int kConfigChange = 1305;
inline constexpr int kSockaddr = 1306;
inline constexpr int kCwd = 1307;
inline constexpr int kExecve = 1309;
inline constexpr int kBprmFcaps = 1321;
inline constexpr int kProctitle = 1327;
inline constexpr int kAvc = 1400;
inline constexpr int kUringop = 1336;
inline constexpr int kOpenat2 = 1337;
}  // namespace record_type

// All take nullptr for a record that the event does not have.

// The field decoded, else as it stands; "" when absent or null.
std::string_view field_text(const audit::Record* record, std::string_view name);

// The same for fields whose writers say "?" or "(none)" for what they do not know (tty, addr).
std::string_view field_if_known(const audit::Record* record, std::string_view name);

// True for an unquoted (null), the kernel's word where there is no text; a text may read the same.
bool is_null(const audit::Field& field);

// True for the name of a field that holds a user's or a group's id.
bool is_id(std::string_view name);

// The field as it stands in the record; "" when absent.
std::string_view field_value(const audit::Record* record, std::string_view name);

// The name that the record's enriched part gives the field's value ("root" for uid=0); "" without.
std::string_view field_name(const audit::Record* record, std::string_view name);

std::optional<std::int64_t> field_number(const audit::Record* record, std::string_view name);
std::optional<std::uint64_t> field_hex(const audit::Record* record, std::string_view name);
std::optional<std::uint64_t> field_octal(const audit::Record* record, std::string_view name);

// A user, group or session id; "" when absent or unset (-1, which the kernel prints unsigned).
std::string_view field_id(const audit::Record* record, std::string_view name);

}  // namespace ak
