#include "app/confinement.h"

#include <fmt/format.h>
#include <sys/prctl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <variant>

#include "app/read_only_view.h"
#include "app/write_limits.h"
#include "base/path.h"

namespace ak::app {
namespace {

void add_directory(Needs& needs, std::string path, mode_t mode) {
  const auto is_same = [&](const Needs::Directory& directory) { return directory.path == path; };
  if (std::none_of(needs.directories.begin(), needs.directories.end(), is_same)) {
    needs.directories.push_back({std::move(path), mode});
  }
}

void add_file(Needs& needs, const std::string& path) {
  add_directory(needs, std::string(directory_name(path)), 0755);
}

void add_owner(Needs& needs, uid_t owner, gid_t group) {
  if (owner != static_cast<uid_t>(-1) && owner != 0) needs.capabilities.change_owners = true;
  if (group != static_cast<gid_t>(-1) && group != 0) needs.capabilities.groups.push_back(group);
}

// What a sink of each type needs.
struct SinkNeeds {
  Needs& needs;

  void operator()(const sink::SyslogOptions& /*syslog*/) const {}  // everybody's
  void operator()(const sink::SocketOptions& socket) const {
    add_file(needs, socket.listener.path);
    add_owner(needs, socket.listener.owner, socket.listener.group);
  }
  void operator()(const sink::ConnectOptions& /*connect*/) const {
    needs.capabilities.write_everywhere = true;  // the agent's socket is the agent's
  }
  void operator()(const sink::FileOptions& file) const {
    add_file(needs, file.path);
    add_owner(needs, file.owner, file.group);
    const bool is_others = file.owner != static_cast<uid_t>(-1) && file.owner != 0;
    if (is_others) needs.capabilities.write_everywhere = true;
  }
  void operator()(const sink::StdoutOptions& /*out*/) const {}
};

bool contains(const std::vector<gid_t>& groups, gid_t group) {
  return std::find(groups.begin(), groups.end(), group) != groups.end();
}

}  // namespace

Needs daemon_needs(const Config& config) {
  Needs needs;
  needs.capabilities.audit_control = true;
  needs.capabilities.read_everything = true;
  needs.calls = {.write_files = true, .unix_sockets = true, .audit_netlink = true};
  needs.write_limit = Needs::WriteLimit::mounts;
  needs.hides_memory = true;
  add_directory(needs, config.run_directory, 0755);
  if (!config.store.directory.empty()) add_directory(needs, config.store.directory, 0700);
  for (const sink::SinkConfig& sink : config.sinks) {
    if (sink.enabled) std::visit(SinkNeeds{needs}, sink.options);
  }
  if (!config.health.socket_path.empty()) add_file(needs, config.health.socket_path);
  if (!config.health.prometheus_file.empty()) {
    add_file(needs, config.health.prometheus_file);
    needs.capabilities.write_everywhere = true;  // the directory may be node_exporter's
  }
  return needs;
}

Needs log_reader_needs() {
  Needs needs;
  needs.capabilities.read_everything = true;
  return needs;
}

Needs inspector_needs() {
  Needs needs = log_reader_needs();
  needs.calls.unix_sockets = true;  // getpwnam(3) asks nscd and sssd
  return needs;
}

std::vector<std::string> confine(const Needs& needs) {
  std::vector<std::string> paths;
  for (const auto& [path, mode] : needs.directories) {
    // Whatever the umask. What cannot be made is complained about by who writes there.
    if (::mkdir(path.c_str(), mode) == 0) ::chmod(path.c_str(), mode);
    struct stat status {};
    if (::stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode)) paths.push_back(path);
  }
  if (needs.hides_memory) ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
  std::vector<std::string> problems;
  const auto note = [&](std::string problem) {
    if (!problem.empty()) problems.push_back(std::move(problem));
  };
  // Mounting takes a capability; Landlock takes no_new_privs, which comes with giving them up.
  if (needs.write_limit == Needs::WriteLimit::mounts) note(see_read_only_but(paths));
  for (std::string& problem : keep_only(needs.capabilities)) note(std::move(problem));
  if (needs.write_limit == Needs::WriteLimit::landlock) {
    for (std::string& problem : write_only_below(paths)) note(std::move(problem));
  }
  note(filter_syscalls(needs.calls));
  return problems;
}

std::vector<std::string> beyond(const Needs& kept, const Needs& wanted) {
  std::vector<std::string> lines;
  bool is_other_owner = wanted.capabilities.change_owners && !kept.capabilities.change_owners;
  for (const gid_t group : wanted.capabilities.groups) {
    if (kept.capabilities.change_owners) break;
    is_other_owner = is_other_owner || !contains(kept.capabilities.groups, group);
  }
  if (is_other_owner) {
    lines.emplace_back("files can be given to another owner or group after the next start only");
  }
  if (wanted.capabilities.write_everywhere && !kept.capabilities.write_everywhere) {
    lines.emplace_back("what is not root's can be written to after the next start only");
  }
  return lines;
}

}  // namespace ak::app
