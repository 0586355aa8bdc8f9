// The one table of the fields that an event can have (event/fields.def).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace ak {

enum class FieldType { keyword, number, boolean, ip, date };

enum class Field : std::uint16_t {
#define AK_FIELD(identifier, name, type, many, from) identifier,
#include "event/fields.def"
#undef AK_FIELD
};

inline constexpr std::size_t kFieldCount = 0
// NOLINTNEXTLINE(bugprone-macro-parentheses): a term of a sum
#define AK_FIELD(identifier, name, type, many, from) +1
#include "event/fields.def"
#undef AK_FIELD
    ;

struct FieldInfo {
  std::string_view name;
  FieldType type;
  bool many;              // may hold several values
  std::string_view from;  // where auditd's data supply it
};

const FieldInfo& field_info(Field field);
std::string_view type_name(FieldType type);

// By its name or one of its aliases (event/aliases.def).
std::optional<Field> find_field(std::string_view name);

// A field that ECS defines and that no audit record can supply: a query that names it compiles,
// with a warning.
bool is_never_present(std::string_view name);

// For "did you mean": every field name an event can have.
const std::vector<std::string_view>& field_names();

// Values of event.category that a query may begin with (MAPPING: ECS's and our "attempt").
bool is_category(std::string_view name);
const std::vector<std::string_view>& category_names();

}  // namespace ak
