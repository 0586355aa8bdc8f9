// The audit rules that only this host can tell: those no file written in advance can hold, since
// an audit rule knows no wildcard and a watch on a symbolic link says nothing of its target.
//
//   every home's kubeconfig      .kube and .kube/config in /home/* and in passwd's homes below it
//   components' kubeconfigs      /var/lib/*/kubeconfig
//   links                        the files that kubeconfigs and /etc/kubernetes lead to
//   kubectl                      the program that the name leads to, in the usual directories
//   shells and python            likewise: kubectl's parents, known in replay by their own start
//
// A kubeconfig need not exist to be watched, but its directory must. So each home gets a watch on
// the name .kube, which also reports what is created in it once it is there.
//
// Besides changes, of the kubeconfigs, of .kube and of what links lead to: what is laid over them
// (mounts), and of the files opens for reading that empty or create them. Where a component has no
// kubeconfig yet, only that one appears.
//
// What users own is not trusted: of their links only those that stay inside their home are
// followed, so that nobody can have the system's busiest file watched.
#pragma once

#include <cstddef>
#include <string>

#include "coverage/host_view.h"

namespace ak::coverage {

struct AuditRules {
  std::string text;          // for /etc/audit/rules.d or `auditctl -R`; each line ends in a newline
  std::size_t rules = 0;     // how many rules the text holds
  std::size_t skipped = 0;   // paths no rule can be written for, each a comment in the text
  std::size_t over_cap = 0;  // rules left out at the cap, their number a comment in the text
};

// Pure but for what `host` answers, and the same for the same answers. Rules that another file in
// the host's /etc/audit/rules.d holds already are left out: auditctl reports a repeated rule as an
// error. At most limits::kMaxHostRules rules.
AuditRules derive_audit_rules(const HostView& host);

// The name the packages install the text under; the file itself is not one of the "other" files.
inline constexpr char kHostRulesFile[] = "/etc/audit/rules.d/44-audisp-kube-host.rules";

}  // namespace ak::coverage
