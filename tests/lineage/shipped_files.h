// The files that the shipped detections are about, for tests of lineage, which knows no detection.
#pragma once

#include "lineage/watched_files.h"

namespace ak::test {

inline WatchedFiles shipped_files() {
  return WatchedFiles({"/root/.kube/config", "/home/*/.kube/config", "/var/lib/*/kubeconfig",
                       "/etc/kubernetes/*.conf", "/etc/kubernetes/pki/*",
                       "/etc/kubernetes/manifests/*"});
}

}  // namespace ak::test
