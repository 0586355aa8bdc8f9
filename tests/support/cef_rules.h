// The Common Event Format's published rules (ArcSight's CEF implementation standard, format version
// 0), and whether a line keeps them.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace ak::test {

struct CefEvent {
  // Vendor, product, version, event class, name, severity: unescaped.
  std::vector<std::string> header;
  std::map<std::string, std::string> extension;  // unescaped
  std::vector<std::string> complaints;           // what is against the rules; none if it is valid
};

// Reads as a receiver does: a key begins at the last space before an '=' that is not escaped.
CefEvent read_cef(std::string_view line);

}  // namespace ak::test
