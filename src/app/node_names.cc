#include "app/node_names.h"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <memory>

#include "app/auditd_conf.h"
#include "app/setup.h"
#include "base/limits.h"
#include "base/read_file.h"
#include "base/text.h"

namespace ak::app {
namespace {

std::string text_of(const sockaddr* address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (address == nullptr) return {};
  if (address->sa_family == AF_INET) {
    inet_ntop(AF_INET, &reinterpret_cast<const sockaddr_in*>(address)->sin_addr, text.data(),
              text.size());
  } else if (address->sa_family == AF_INET6) {
    inet_ntop(AF_INET6, &reinterpret_cast<const sockaddr_in6*>(address)->sin6_addr, text.data(),
              text.size());
  }
  return text.data();
}

std::vector<std::string> own_addresses() {
  std::vector<std::string> found;
  ifaddrs* list = nullptr;
  if (::getifaddrs(&list) != 0) return found;
  const std::unique_ptr<ifaddrs, void (*)(ifaddrs*)> owner(list, ::freeifaddrs);
  for (const ifaddrs* entry = list; entry != nullptr; entry = entry->ifa_next) {
    std::string text = text_of(entry->ifa_addr);
    if (!text.empty()) found.push_back(std::move(text));
  }
  return found;
}

}  // namespace

bool NodeNames::is_own(std::string_view node) const {
  if (node.empty()) return false;
  if (equals_ignoring_case(node, host_name) || equals_ignoring_case(node, user_name)) return true;
  if (std::find(addresses.begin(), addresses.end(), node) != addresses.end()) return true;
  const std::size_t size = host_name.size();
  return size > 0 && node.size() > size + 1 && node[size] == '.' &&
         equals_ignoring_case(node.substr(0, size), host_name);
}

NodeNames this_hosts_names(const std::string& auditd_conf) {
  NodeNames names;
  names.host_name = this_host();
  names.addresses = own_addresses();
  const Result<std::string> text = read_file(auditd_conf, limits::kMaxAuditdConfBytes);
  if (text) names.user_name = find_auditd_value(text.value(), "name");
  return names;
}

}  // namespace ak::app
