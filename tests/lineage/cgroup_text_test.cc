#include "lineage/cgroup_text.h"

#include <gtest/gtest.h>

#include <string>

namespace ak {
namespace {

const std::string kId = "3f" + std::string(60, 'a') + "07";
const std::string kOther = std::string(64, 'b');

TEST(ContainerId, OfEveryRuntimeAndCgroupVersion) {
  const std::string pod =
      "/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod1_2.slice";
  struct Case {
    std::string what, text, expected;
  };
  const Case cases[] = {
      {"containerd, systemd", "0::" + pod + "/cri-containerd-" + kId + ".scope\n", kId},
      {"CRI-O, systemd", "0::" + pod + "/crio-" + kId + ".scope\n", kId},
      {"below the container's own", "0::" + pod + "/crio-" + kId + ".scope/container/x\n", kId},
      {"docker, systemd", "0::/system.slice/docker-" + kId + ".scope\n", kId},
      {"podman", "0::/machine.slice/libpod-" + kId + ".scope/container\n", kId},
      {"podman, split", "0::/user.slice/libpod-payload-" + kId + "\n", kId},
      {"cgroupfs", "0::/kubepods/besteffort/pod1-2/" + kId + "\n", kId},
      {"version 1, docker", "2:cpu:/\n1:name=systemd:/docker/" + kId + "\n0::/\n", kId},
      {"version 1, pod", "12:memory:/kubepods/pod1/" + kId + "\n11:cpu:/kubepods/pod1/" + kId, kId},
      {"containerd, wrong driver",
       "0::/system.slice/containerd.service/kubepods-pod1.slice:cri-containerd:" + kId + "\n", kId},
      {"CRI-O, cgroupfs", "0::/kubepods/burstable/pod1-2/crio-" + kId + "\n", kId},
      {"CRI-O's conmon, systemd", "0::" + pod + "/crio-conmon-" + kId + ".scope\n", ""},
      {"version 1, systemd",
       "11:pids:" + pod + "/cri-containerd-" + kId + ".scope\n10:devices:" + pod +
           "/cri-containerd-" + kId + ".scope\n1:name=systemd:" + pod + "/cri-containerd-" + kId +
           ".scope\n0::/system.slice/containerd.service\n",
       kId},
      {"docker as Kubernetes' runtime", "4:cpu" + (":" + pod) + "/docker-" + kId + ".scope\n", kId},
      {"a pod of podman",
       "0::/machine.slice/machine-libpod_pod_" + kOther + ".slice/libpod-" + kId + ".scope\n", kId},
      {"podman, cgroupfs", "3:memory:/libpod_parent/libpod-" + kId + "\n", kId},
      {"a pod of podman, cgroupfs", "3:memory:/libpod_parent/" + kOther + "/libpod-" + kId + "\n",
       kId},
      {"beside a container of that pod", "3:memory:/libpod_parent/" + kOther + "/conmon\n", ""},
      {"podman of a user",
       "0::/user.slice/user-1000.slice/user@1000.service/user.slice/libpod-" + kId +
           ".scope/container\n",
       kId},
      {"nerdctl", "0::/system.slice/nerdctl-" + kId + ".scope\n", kId},
      {"containerd without Kubernetes", "0::/default/" + kId + "\n", kId},
      {"a node in a container: its pod",
       "0::/docker/" + kOther +
           "/kubelet.slice/kubelet-kubepods.slice/kubelet-kubepods-pod1.slice/" +
           "cri-containerd-" + kId + ".scope\n",
       kId},
      {"a node in a container: its kubelet",
       "0::/system.slice/docker-" + kId + ".scope/system.slice/kubelet.service\n", kId},
      {"systemd in a container", "0::" + pod + "/crio-" + kId + ".scope/init.scope\n", kId},
      {"innermost", "0::/system.slice/docker-" + kOther + ".scope/kubelet/" + kId + "\n", kId},
      {"another cgroup namespace", "0::/../../docker-" + kId + ".scope\n", kId},
      {"a host's service", "0::/system.slice/sshd.service\n", ""},
      {"the root", "0::/\n", ""},
      {"beside a container", "0::/machine.slice/crio-conmon-" + kId + ".scope\n", ""},
      {"beside a container", "0::/machine.slice/libpod-conmon-" + kId + ".scope\n", ""},
      {"a pod's own", "0::" + pod + "\n", ""},
      {"too short", "0::/docker/" + kId.substr(1) + "\n", ""},
      {"too long", "0::/docker/" + kId + "0\n", ""},
      {"no hex", "0::/docker/" + std::string(64, 'g') + "\n", ""},
      {"nothing", "", ""},
      {"no cgroup file", "\n\n:::\nx", ""},
  };
  for (const Case& c : cases) EXPECT_EQ(parse_container_id(c.text), c.expected) << c.what;
}

}  // namespace
}  // namespace ak
