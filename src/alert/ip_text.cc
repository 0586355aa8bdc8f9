#include "alert/ip_text.h"

#include <arpa/inet.h>

#include <string>

namespace ak::alert {

IpKind ip_kind(std::string_view text) {
  if (text.find('\0') != std::string_view::npos) return IpKind::none;
  const std::string terminated(text);
  in6_addr unused;
  if (::inet_pton(AF_INET, terminated.c_str(), &unused) == 1) return IpKind::v4;
  if (::inet_pton(AF_INET6, terminated.c_str(), &unused) == 1) return IpKind::v6;
  return IpKind::none;
}

}  // namespace ak::alert
