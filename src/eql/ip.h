// IP addresses as text.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace ak::eql {

// The canonical text (inet_ntop) of an IPv4 or IPv6 address; nothing if `text` is none.
std::optional<std::string> canonical_ip(std::string_view text);

}  // namespace ak::eql
