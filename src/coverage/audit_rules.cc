#include "coverage/audit_rules.h"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>
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

struct Watch {
  std::string_view field;  // "path" or "dir"
  std::string target;
  std::string_view perm;  // "wa", or "x": executed
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

void watch_home(const HostView& host, const std::string& home, bool follow_anywhere,
                std::vector<Watch>& watches) {
  const std::string kube = home + "/.kube";
  const std::string config = kube + "/config";
  watches.push_back({"path", kube, "wa", kKubeconfigKey});
  if (!host.is_directory(kube)) return;
  watches.push_back({"path", config, "wa", kKubeconfigKey});
  const std::string target = link_target(host, config);
  if (target.empty()) return;
  if (follow_anywhere || is_below(target, host.resolve(home).value_or(home))) {
    watches.push_back({"path", target, "wa", kKubeconfigKey});
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
    section.watches.push_back({"path", config, "wa", kKubeconfigKey});
    const std::string target = link_target(host, config);
    if (!target.empty()) section.watches.push_back({"path", target, "wa", kKubeconfigKey});
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
    section.watches.push_back({host.is_directory(target) ? "dir" : "path", target, "wa", kEtcKey});
  }
  return section;
}

void watch_programs(const HostView& host, std::string_view name, bool (*wanted)(std::string_view),
                    std::string_view key, std::vector<Watch>& watches) {
  for (const std::string_view directory : kProgramDirectories) {
    for (const std::string& program : host.glob(std::string(directory) + "/" + std::string(name))) {
      if (!wanted(base_name(program))) continue;
      const std::optional<std::string> target = host.resolve(program);
      if (target && !host.is_directory(*target)) watches.push_back({"path", *target, "x", key});
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

// Why perm stands before arch, and executions without it: see the head of
// rules.d/43-audisp-kube.rules.
std::string rule_line(const Watch& watch, std::string_view arch) {
  const std::string file = std::string(watch.field) + "=" + watch.target;
  const std::string key = " -F key=" + std::string(watch.key);
  const std::string arch_field = " -F arch=" + std::string(arch);
  if (watch.perm == "x") {
    return "-a always,exit" + arch_field + " -S execve -S execveat -F " + file + key;
  }
  return "-a always,exit -F " + file + " -F perm=" + std::string(watch.perm) + arch_field + key;
}

class RulesWriter {
 public:
  explicit RulesWriter(std::set<std::string> present) : present_(std::move(present)) {}

  void write(Section section) {
    std::sort(section.watches.begin(), section.watches.end(),
              [](const Watch& a, const Watch& b) { return a.target < b.target; });
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
    for (const std::string_view arch : {"b64", "b32"}) {
      const std::string rule = rule_line(watch, arch);
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
  writer.write(home_kubeconfigs(host));
  writer.write(component_kubeconfigs(host));
  writer.write(configuration_links(host));
  writer.write(kubectl_programs(host));
  writer.write(parent_programs(host));
  return writer.finish();
}

}  // namespace ak::coverage
