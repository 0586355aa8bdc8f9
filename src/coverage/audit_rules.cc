#include "coverage/audit_rules.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "base/limits.h"
#include "base/path.h"
#include "base/text.h"

namespace ak::coverage {
namespace {

// Keys are the shipped rules' own, so that `ausearch -k` finds both. The kernel takes 31 bytes.
constexpr std::string_view kKubeconfigKey = "audisp-kube-kubeconfig";
constexpr std::string_view kEtcKey = "audisp-kube-etc";
constexpr std::string_view kKubectlKey = "audisp-kube-kubectl";
constexpr std::string_view kParentKey = "audisp-kube-parent";

// Where root looks for programs: login.defs' ENV_SUPATH, and where Kubernetes distributions and
// Google's and Canonical's packages put kubectl. Nobody but root may write there.
constexpr std::array<std::string_view, 12> kProgramDirectories = {
    "/usr/local/sbin", "/usr/local/bin", "/usr/sbin",        "/usr/bin",
    "/sbin",           "/bin",           "/snap/bin",        "/opt/bin",
    "/opt/*/bin",      "/root/bin",      "/root/.local/bin", "/var/lib/rancher/rke2/bin"};

constexpr std::array<std::string_view, 8> kShells = {"sh",   "bash", "dash", "csh",
                                                     "tcsh", "ksh",  "zsh",  "fish"};

// What the kernel is to report of a file. A tree that is laid over it, and an open for reading that
// empties or creates it, are no changes to the kernel: see the head of
// rules.d/43-audisp-kube.rules.
enum class Acts { changes, mounts, reading_opens, executions };

struct Watch {
  std::string_view field;  // "path" or "dir"
  std::string target;
  Acts acts;
  std::string_view key;
};

struct Section {
  std::string_view title;
  std::vector<Watch> watches;
};

bool is_below(std::string_view path, std::string_view directory) {
  return path.size() > directory.size() && path.substr(0, directory.size()) == directory &&
         path[directory.size()] == '/';
}

// auditctl splits a line at spaces and knows no quoting; a field it splits at the first operator of
// two characters, wherever that stands, and only then looks for "=".
bool can_be_written(std::string_view path) {
  for (const std::string_view operator_text : {"!=", ">=", "<=", "&="}) {
    if (path.find(operator_text) != std::string_view::npos) return false;
  }
  return std::none_of(path.begin(), path.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte <= ' ' || byte == 0x7f;
  });
}

// The file behind `path` when a link lies on the way's last step, else "". The way up to it is
// walked by the kernel itself when the rule is loaded.
std::string link_target(const HostView& host, const std::string& path) {
  const std::optional<std::string> directory = host.resolve(directory_name(path));
  const std::optional<std::string> target = host.resolve(path);
  if (!directory || !target || *target == "/") return "";
  return *target == resolve_path(*directory, base_name(path)) ? "" : *target;
}

// --- what to watch ---------------------------------------------------------------------------

std::set<std::string> homes(const HostView& host) {
  const std::vector<std::string> listed = host.glob("/home/*");
  std::set<std::string> homes(listed.begin(), listed.end());
  const std::string passwd = host.read("/etc/passwd");
  std::string_view rest = passwd;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    std::string_view line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    for (int field = 0; field < 5; ++field) {
      const std::size_t colon = line.find(':');
      line = colon == std::string_view::npos ? std::string_view() : line.substr(colon + 1);
    }
    std::string home = normalize_path(line.substr(0, line.find(':')));
    if (is_below(home, "/home")) homes.insert(std::move(home));
  }
  std::erase_if(homes, [&](const std::string& home) { return !host.is_directory(home); });
  return homes;
}

void watch_file(std::string_view field, const std::string& target, std::string_view key,
                std::vector<Watch>& watches) {
  for (const Acts acts : {Acts::changes, Acts::mounts, Acts::reading_opens}) {
    watches.push_back({field, target, acts, key});
  }
}

void watch_home(const HostView& host, const std::string& home, bool follow_anywhere,
                std::vector<Watch>& watches) {
  const std::string kube = home + "/.kube";
  const std::string config = kube + "/config";
  for (const Acts acts : {Acts::changes, Acts::mounts}) {
    watches.push_back({"path", kube, acts, kKubeconfigKey});
  }
  if (!host.is_directory(kube)) return;
  watch_file("path", config, kKubeconfigKey, watches);
  const std::string target = link_target(host, config);
  if (target.empty()) return;
  if (follow_anywhere || is_below(target, host.resolve(home).value_or(home))) {
    watch_file("path", target, kKubeconfigKey, watches);
  }
}

Section home_kubeconfigs(const HostView& host) {
  Section section{"Kubeconfigs of users", {}};
  for (const std::string& home : homes(host)) watch_home(host, home, false, section.watches);
  watch_home(host, "/root", true, section.watches);
  return section;
}

Section component_kubeconfigs(const HostView& host) {
  Section section{"Kubeconfigs of components", {}};
  for (const std::string& directory : host.glob("/var/lib/*")) {
    if (!host.is_directory(directory)) continue;
    const std::string config = directory + "/kubeconfig";
    // Most directories there are no component's, so that one for its appearance is enough.
    if (!host.resolve(config)) {
      section.watches.push_back({"path", config, Acts::changes, kKubeconfigKey});
      continue;
    }
    watch_file("path", config, kKubeconfigKey, section.watches);
    const std::string target = link_target(host, config);
    if (!target.empty()) watch_file("path", target, kKubeconfigKey, section.watches);
  }
  return section;
}

Section configuration_links(const HostView& host) {
  Section section{"Where links of the node's configuration lead", {}};
  std::vector<std::string> links = {"/etc/kubernetes", "/etc/kubernetes/manifests",
                                    "/etc/kubernetes/pki"};
  for (const std::string_view files : {"/etc/kubernetes/*.conf", "/etc/kubernetes/manifests/*",
                                       "/etc/kubernetes/pki/*", "/etc/kubernetes/pki/*/*"}) {
    for (std::string& file : host.glob(files)) links.push_back(std::move(file));
  }
  for (const std::string& link : links) {
    const std::string target = link_target(host, link);
    if (target.empty()) continue;
    watch_file(host.is_directory(target) ? "dir" : "path", target, kEtcKey, section.watches);
  }
  return section;
}

void watch_programs(const HostView& host, std::string_view name, bool (*wanted)(std::string_view),
                    std::string_view key, std::vector<Watch>& watches) {
  for (const std::string_view directory : kProgramDirectories) {
    for (const std::string& program : host.glob(std::string(directory) + "/" + std::string(name))) {
      if (!wanted(base_name(program))) continue;
      const std::optional<std::string> target = host.resolve(program);
      if (target && !host.is_directory(*target))
        watches.push_back({"path", *target, Acts::executions, key});
    }
  }
}

bool any_name(std::string_view) {
  return true;
}

// python, python3, python3.11; not python3-config.
bool is_python(std::string_view name) {
  constexpr std::string_view kPython = "python";
  return name.substr(0, kPython.size()) == kPython &&
         name.find_first_not_of("0123456789.", kPython.size()) == std::string_view::npos;
}

Section kubectl_programs(const HostView& host) {
  Section section{"kubectl", {}};
  watch_programs(host, "kubectl", any_name, kKubectlKey, section.watches);
  return section;
}

Section parent_programs(const HostView& host) {
  Section section{"Shells and python, as parents of kubectl", {}};
  for (const std::string_view shell : kShells) {
    watch_programs(host, shell, any_name, kParentKey, section.watches);
  }
  watch_programs(host, "python*", is_python, kParentKey, section.watches);
  return section;
}

// Of what is done by calls that change nothing in a file. Those rules come last, so that at the cap
// they are left out, and not what reports changes and executions.
void move_unlike_changes(Section& section, Section& others) {
  const auto first =
      std::stable_partition(section.watches.begin(), section.watches.end(), [](const Watch& watch) {
        return watch.acts == Acts::changes || watch.acts == Acts::executions;
      });
  std::move(first, section.watches.end(), std::back_inserter(others.watches));
  section.watches.erase(first, section.watches.end());
}

// --- the text --------------------------------------------------------------------------------

std::set<std::string> rules_of_other_files(const HostView& host) {
  std::set<std::string> rules;
  for (const std::string& file : host.glob("/etc/audit/rules.d/*.rules")) {
    if (file == kHostRulesFile) continue;
    const std::string text = host.read(file);
    for (std::size_t begin = 0; begin < text.size();) {
      const std::size_t end = std::min(text.find('\n', begin), text.size());
      if (text[begin] == '-') rules.insert(text.substr(begin, end - begin));
      begin = end + 1;
    }
  }
  return rules;
}

// By which system calls the acts are done, and with what in their arguments. Of changes the kernel
// has a list of its own.
std::vector<std::string> calls_of(Acts acts) {
  switch (acts) {
    case Acts::changes:
      break;
    case Acts::mounts:
      return {"-S mount -S move_mount"};
    case Acts::reading_opens:
      return {"-S open -F a1&0x240", "-S openat -F a2&0x240"};
    case Acts::executions:
      return {"-S execve -S execveat"};
  }
  return {""};
}

// Why perm stands before arch, and executions without it: see the head of
// rules.d/43-audisp-kube.rules.
std::vector<std::string> rules_of(const Watch& watch) {
  const std::string file = " -F " + std::string(watch.field) + "=" + watch.target;
  const std::string key = " -F key=" + std::string(watch.key);
  std::vector<std::string> rules;
  for (const std::string& calls : calls_of(watch.acts)) {
    for (const std::string arch : {" -F arch=b64", " -F arch=b32"}) {
      const std::string what =
          watch.acts == Acts::changes ? file + " -F perm=wa" + arch : arch + " " + calls + file;
      rules.push_back("-a always,exit" + what + key);
    }
  }
  return rules;
}

class RulesWriter {
 public:
  explicit RulesWriter(std::set<std::string> present) : present_(std::move(present)) {}

  void write(Section section) {
    std::sort(section.watches.begin(), section.watches.end(), [](const Watch& a, const Watch& b) {
      return std::tie(a.target, a.acts) < std::tie(b.target, b.acts);
    });
    std::string body;
    for (const Watch& watch : section.watches) body += lines(watch);
    if (!body.empty()) out_.text += "\n## " + std::string(section.title) + "\n" + body;
  }

  AuditRules finish() {
    if (out_.over_cap != 0) {
      out_.text += "\n## left out, as " + std::to_string(limits::kMaxHostRules) +
                   " rules are the most written here: " + std::to_string(out_.over_cap) + "\n";
    }
    return std::move(out_);
  }

 private:
  std::string lines(const Watch& watch) {
    if (!can_be_written(watch.target)) {
      if (!skipped_.insert(watch.target).second) return "";
      ++out_.skipped;
      return "## not watched, as auditctl cannot read this name: " + to_printable(watch.target) +
             "\n";
    }
    std::string text;
    for (const std::string& rule : rules_of(watch)) {
      if (!present_.insert(rule).second) continue;
      if (out_.rules == limits::kMaxHostRules) {
        ++out_.over_cap;
        continue;
      }
      ++out_.rules;
      text += rule + "\n";
    }
    return text;
  }

  AuditRules out_{
      "## The audit rules of this host, made by `audisp-kube audit-rules`: what a file written in\n"
      "## advance cannot name. Do not edit; made anew by the package, and on demand by\n"
      "## /usr/libexec/audisp-kube/refresh-audit-rules.\n"
      "\n"
      "## A directory that went away since must not end the loading.\n"
      "-i\n",
      0, 0, 0};
  std::set<std::string> present_;  // what stands in other files or already in this one
  std::set<std::string> skipped_;
};

}  // namespace

AuditRules derive_audit_rules(const HostView& host) {
  RulesWriter writer(rules_of_other_files(host));
  Section others{"What takes the place of those, or empties them, and is no change to the kernel",
                 {}};
  for (Section section :
       {home_kubeconfigs(host), component_kubeconfigs(host), configuration_links(host),
        kubectl_programs(host), parent_programs(host)}) {
    move_unlike_changes(section, others);
    writer.write(std::move(section));
  }
  writer.write(std::move(others));
  return writer.finish();
}

}  // namespace ak::coverage
