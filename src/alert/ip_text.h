// What kind of address a text is, for formats that take no other text where they want one.
#pragma once

#include <string_view>

namespace ak::alert {

enum class IpKind { none, v4, v6 };
IpKind ip_kind(std::string_view text);

}  // namespace ak::alert
