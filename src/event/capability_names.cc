#include "event/capability_names.h"

#include <cap-ng.h>

#include <algorithm>
#include <cctype>

namespace ak {

std::vector<std::string> capability_names(std::uint64_t bits) {
  std::vector<std::string> names;
  for (unsigned number = 0; bits != 0; ++number, bits >>= 1) {
    if ((bits & 1) == 0) continue;
    const char* const known = capng_capability_to_name(number);  // "sys_ptrace"
    if (known == nullptr) {
      names.push_back(std::to_string(number));
      continue;
    }
    std::string name = "CAP_" + std::string(known);
    std::transform(name.begin(), name.end(), name.begin(),
                   [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    names.push_back(std::move(name));
  }
  return names;
}

}  // namespace ak
