#include "event/capability_names.h"

#include <cap-ng.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cctype>

namespace ak {
namespace {

constexpr unsigned kBits = 64;

std::string name_of(unsigned number) {
  const char* const known = capng_capability_to_name(number);  // "sys_ptrace"
  if (known == nullptr) return std::to_string(number);
  std::string name = "CAP_" + std::string(known);
  std::transform(name.begin(), name.end(), name.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return name;
}

const std::array<std::string, kBits>& names() {
  static const std::array<std::string, kBits> all = [] {
    std::array<std::string, kBits> made;
    for (unsigned number = 0; number < kBits; ++number) made[number] = name_of(number);
    return made;
  }();
  return all;
}

}  // namespace

std::vector<std::string> capability_names(std::uint64_t bits) {
  std::vector<std::string> held;
  held.reserve(static_cast<std::size_t>(std::popcount(bits)));
  for (unsigned number = 0; number < kBits; ++number) {
    if ((bits >> number & 1) != 0) held.push_back(names()[number]);
  }
  return held;
}

}  // namespace ak
