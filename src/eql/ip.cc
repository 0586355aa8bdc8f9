#include "eql/ip.h"

#include <arpa/inet.h>
#include <netinet/in.h>

namespace ak::eql {

std::optional<std::string> canonical_ip(std::string_view text) {
  if (text.find('\0') != std::string_view::npos) return std::nullopt;
  const std::string address(text);
  for (const int family : {AF_INET, AF_INET6}) {
    in6_addr binary{};  // large enough for both families
    char canonical[INET6_ADDRSTRLEN];
    if (inet_pton(family, address.c_str(), &binary) != 1) continue;
    if (inet_ntop(family, &binary, canonical, sizeof canonical) != nullptr) return canonical;
  }
  return std::nullopt;
}

}  // namespace ak::eql
