#include "lineage/cgroup_text.h"

#include <algorithm>

namespace ak {
namespace {

constexpr std::size_t kIdDigits = 64;

// What the systemd cgroup driver puts before the id. Without: a cgroup directory named by the id.
constexpr std::string_view kPrefixes[] = {"cri-containerd-", "crio-",           "docker-",
                                          "libpod-",         "libpod-payload-", "nerdctl-"};

bool is_id(std::string_view text) {
  return text.size() == kIdDigits && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

// The id in one component of a cgroup's path; empty if it names no container.
std::string_view id_in(std::string_view component) {
  constexpr std::string_view kScope = ".scope";
  if (component.ends_with(kScope)) component.remove_suffix(kScope.size());
  // containerd told of the wrong cgroup driver: "<slice>:cri-containerd:<id>".
  const std::string_view last = component.substr(component.rfind(':') + 1);
  if (is_id(last)) return last;
  for (const std::string_view prefix : kPrefixes) {
    if (component.starts_with(prefix) && is_id(component.substr(prefix.size()))) {
      return component.substr(prefix.size());
    }
  }
  return {};
}

// Below podman's directory a cgroup that has an id for its name is a pod's.
constexpr std::string_view kParentOfPods = "libpod_parent";

std::string_view id_in_path(std::string_view path) {
  std::string_view innermost, parent;
  while (!path.empty()) {
    const std::size_t end = path.find('/');
    const std::string_view component = path.substr(0, end);
    const std::string_view id = id_in(component);
    const bool is_pod = parent == kParentOfPods && id == component;
    if (!id.empty() && !is_pod) innermost = id;
    parent = component;
    path.remove_prefix(end == std::string_view::npos ? path.size() : end + 1);
  }
  return innermost;
}

}  // namespace

std::string parse_container_id(std::string_view cgroups) {
  while (!cgroups.empty()) {
    const std::size_t end = cgroups.find('\n');
    const std::string_view line = cgroups.substr(0, end);
    cgroups.remove_prefix(end == std::string_view::npos ? cgroups.size() : end + 1);
    const std::size_t path = line.find('/');
    if (path == std::string_view::npos) continue;
    const std::string_view id = id_in_path(line.substr(path));
    if (!id.empty()) return std::string(id);
  }
  return {};
}

}  // namespace ak
