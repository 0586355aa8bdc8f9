// The rules derived for hosts that exist only as a directory tree or as answers in memory.
#include "coverage/audit_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/limits.h"

namespace ak::coverage {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

// A host's file system below a temporary directory.
class AuditRulesTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "audit-rules-XXXXXX").string();
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    root_ = pattern;
  }
  void TearDown() override { fs::remove_all(root_); }

  void directory(const std::string& path) { fs::create_directories(root_ + path); }
  void file(const std::string& path, const std::string& text = "") {
    directory(fs::path(path).parent_path().string());
    std::ofstream(root_ + path, std::ios::binary) << text;
  }
  void link(const std::string& path, const std::string& target) {
    directory(fs::path(path).parent_path().string());
    fs::create_symlink(target, root_ + path);
  }

  [[nodiscard]] AuditRules derive() const { return derive_audit_rules(FilesystemHost(root_)); }

  // What is watched for changes and executions by the 64-bit rules, as "FIELD=TARGET PERM KEY", in
  // order.
  [[nodiscard]] std::vector<std::string> watched() const {
    std::vector<std::string> found;
    std::istringstream text(derive().text);
    for (std::string line; std::getline(text, line);) {
      if (line.rfind("-a ", 0) != 0 || line.find(" -F arch=b64 ") == std::string::npos) continue;
      std::string target, key;
      std::string perm = line.find("-S execve -S execveat") == std::string::npos ? "" : "x";
      std::istringstream words(line);
      for (std::string word; words >> word;) {
        if (word.rfind("path=", 0) == 0 || word.rfind("dir=", 0) == 0) target = word;
        if (word.rfind("perm=", 0) == 0) perm = word.substr(5);
        if (word.rfind("key=", 0) == 0) key = word.substr(4);
      }
      if (!perm.empty()) found.push_back(target + " " + perm + " " + key);
    }
    return found;
  }

  // Of what there is a rule for both word sizes with these calls, in order: "FIELD=TARGET".
  [[nodiscard]] std::vector<std::string> watched_for(const std::string& calls) const {
    const std::string text = derive().text;
    const std::string start = "-a always,exit -F arch=b64 " + calls + " -F ";
    std::vector<std::string> found;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
      if (line.rfind(start, 0) != 0) continue;
      std::string twin = line;
      twin.replace(twin.find("b64"), 3, "b32");
      if (text.find(twin + "\n") == std::string::npos) continue;
      found.push_back(line.substr(start.size(), line.find(' ', start.size()) - start.size()));
    }
    return found;
  }

  std::string root_;
};

constexpr char kMounts[] = "-S mount -S move_mount";
constexpr char kOpens[] = "-S open -F a1&0x240";
constexpr char kOpensAt[] = "-S openat -F a2&0x240";
constexpr char kRootKube[] = "path=/root/.kube wa audisp-kube-kubeconfig";

TEST_F(AuditRulesTest, EmptyHostWatchesOnlyRoot) {
  EXPECT_THAT(watched(), ElementsAre(kRootKube));
}

TEST_F(AuditRulesTest, HomeWithoutKubeDirectoryIsWatchedForItsAppearance) {
  directory("/home/ann");
  EXPECT_THAT(watched(), ElementsAre("path=/home/ann/.kube wa audisp-kube-kubeconfig", kRootKube));
}

TEST_F(AuditRulesTest, KubeconfigIsWatchedBeforeItExists) {
  directory("/home/ann/.kube");
  EXPECT_THAT(watched(),
              ElementsAre("path=/home/ann/.kube wa audisp-kube-kubeconfig",
                          "path=/home/ann/.kube/config wa audisp-kube-kubeconfig", kRootKube));
}

TEST_F(AuditRulesTest, FilesInHomeAreNoHomes) {
  file("/home/lost+found.txt");
  link("/home/gone", "/nowhere");
  EXPECT_THAT(watched(), ElementsAre(kRootKube));
}

TEST_F(AuditRulesTest, HomesDeeperBelowHomeComeFromPasswd) {
  directory("/home/corp/ann");
  directory("/srv/bob");
  file("/etc/passwd",
       "root:x:0:0:root:/root:/bin/bash\n"
       "ann:x:1000:1000::/home/corp/./ann/:/bin/bash\n"
       "gone:x:1001:1001::/home/corp/gone:/bin/bash\n"
       "bob:x:1002:1002::/srv/bob:/bin/bash\n"
       "broken:x\n\n:::::");
  EXPECT_THAT(watched(),
              ElementsAre("path=/home/corp/.kube wa audisp-kube-kubeconfig",
                          "path=/home/corp/ann/.kube wa audisp-kube-kubeconfig", kRootKube));
}

TEST_F(AuditRulesTest, ComponentKubeconfigsAreWatchedInEveryDirectoryOfVarLib) {
  directory("/var/lib/kubelet");
  file("/var/lib/proxy/kubeconfig");
  file("/var/lib/a-file");
  EXPECT_THAT(watched(),
              ElementsAre(kRootKube, "path=/var/lib/kubelet/kubeconfig wa audisp-kube-kubeconfig",
                          "path=/var/lib/proxy/kubeconfig wa audisp-kube-kubeconfig"));
}

TEST_F(AuditRulesTest, RootsLinkedKubeconfigIsWatchedWhereItLies) {
  file("/etc/rancher/k3s/k3s.yaml");
  link("/root/.kube/config", "/etc/rancher/k3s/k3s.yaml");
  EXPECT_THAT(watched(),
              ElementsAre("path=/etc/rancher/k3s/k3s.yaml wa audisp-kube-kubeconfig", kRootKube,
                          "path=/root/.kube/config wa audisp-kube-kubeconfig"));
}

TEST_F(AuditRulesTest, UsersLinksAreFollowedOnlyInsideTheirHome) {
  file("/var/log/busy");
  link("/home/eve/.kube/config", "/var/log/busy");
  file("/home/ann/real");
  link("/home/ann/.kube/config", "../real");
  const std::vector<std::string> rules = watched();
  EXPECT_THAT(rules, ::testing::Contains("path=/home/ann/real wa audisp-kube-kubeconfig"));
  EXPECT_THAT(rules, Not(::testing::Contains(HasSubstr("/var/log/busy"))));
}

TEST_F(AuditRulesTest, MountsOverKubeconfigsAndTheirDirectoriesAreWatched) {
  directory("/home/ann/.kube");
  directory("/home/bob");
  EXPECT_THAT(watched_for(kMounts),
              ElementsAre("path=/home/ann/.kube", "path=/home/ann/.kube/config",
                          "path=/home/bob/.kube", "path=/root/.kube"));
}

TEST_F(AuditRulesTest, OpensForReadingThatEmptyOrCreateKubeconfigsAreWatched) {
  directory("/home/ann/.kube");
  directory("/home/bob");
  EXPECT_THAT(watched_for(kOpens), ElementsAre("path=/home/ann/.kube/config"));
  EXPECT_THAT(watched_for(kOpensAt), ElementsAre("path=/home/ann/.kube/config"));
}

TEST_F(AuditRulesTest, ComponentsKubeconfigsThatExistAreWatchedForMountsAndSuchOpens) {
  directory("/var/lib/kubelet");
  file("/var/lib/proxy/kubeconfig");
  for (const char* calls : {kMounts, kOpens, kOpensAt}) {
    EXPECT_THAT(watched_for(calls), ::testing::Contains("path=/var/lib/proxy/kubeconfig"));
    EXPECT_THAT(watched_for(calls), Not(::testing::Contains(HasSubstr("kubelet"))));
  }
}

TEST_F(AuditRulesTest, WhatLinksLeadToIsWatchedForMountsAndSuchOpens) {
  file("/data/root-config");
  link("/root/.kube/config", "/data/root-config");
  file("/home/ann/real");
  link("/home/ann/.kube/config", "../real");
  file("/data/proxy");
  link("/var/lib/proxy/kubeconfig", "/data/proxy");
  directory("/data/manifests");
  link("/etc/kubernetes/manifests", "/data/manifests");
  for (const char* calls : {kMounts, kOpens, kOpensAt}) {
    EXPECT_THAT(watched_for(calls),
                ::testing::IsSupersetOf({"path=/data/root-config", "path=/home/ann/real",
                                         "path=/data/proxy", "dir=/data/manifests"}));
  }
}

TEST_F(AuditRulesTest, WatchesForMountsAndSuchOpensComeLast) {
  directory("/home/ann/.kube");
  file("/usr/bin/bash");
  const std::string text = derive().text;
  EXPECT_LT(text.rfind(" -S execve "), text.find(kMounts));
  EXPECT_LT(text.rfind(" -F perm="), text.find(kMounts));
}

TEST_F(AuditRulesTest, LinkedDirectoriesOfTheNodesConfigurationAreWatchedWhereTheyLie) {
  directory("/data/kubernetes/pki");
  directory("/data/manifests");
  file("/data/admin.conf");
  link("/etc/kubernetes", "/data/kubernetes");
  link("/data/kubernetes/manifests", "../manifests");
  link("/data/kubernetes/admin.conf", "/data/admin.conf");
  EXPECT_THAT(watched(), ElementsAre(kRootKube, "path=/data/admin.conf wa audisp-kube-etc",
                                     "dir=/data/kubernetes wa audisp-kube-etc",
                                     "dir=/data/manifests wa audisp-kube-etc"));
}

TEST_F(AuditRulesTest, LinkedManifestsAndKeysAreWatchedWhereTheyLie) {
  file("/etc/kubernetes/manifests/plain.yaml");
  for (const std::string name : {"pod.yaml", "ca.key", "etcd.crt"}) file("/data/" + name);
  directory("/etc/kubernetes/pki/etcd");
  link("/etc/kubernetes/manifests/pod.yaml", "/data/pod.yaml");
  link("/etc/kubernetes/pki/ca.key", "/data/ca.key");
  link("/etc/kubernetes/pki/etcd/server.crt", "/data/etcd.crt");
  EXPECT_THAT(watched(), ElementsAre(kRootKube, "path=/data/ca.key wa audisp-kube-etc",
                                     "path=/data/etcd.crt wa audisp-kube-etc",
                                     "path=/data/pod.yaml wa audisp-kube-etc"));
}

TEST_F(AuditRulesTest, AnEndlessOrAllEmbracingLinkIsNotFollowed) {
  link("/etc/kubernetes", "/");
  link("/root/.kube/config", "/root/.kube/config");
  EXPECT_THAT(watched(),
              ElementsAre(kRootKube, "path=/root/.kube/config wa audisp-kube-kubeconfig"));
}

TEST_F(AuditRulesTest, KubectlIsWatchedWhereItsLinksLead) {
  file("/usr/local/bin/k3s");
  link("/usr/local/bin/kubectl", "k3s");
  file("/opt/sdk/bin/kubectl");
  link("/bin", "usr/bin");
  link("/usr/bin/kubectl", "/opt/sdk/bin/kubectl");
  EXPECT_THAT(watched(), ElementsAre(kRootKube, "path=/opt/sdk/bin/kubectl x audisp-kube-kubectl",
                                     "path=/usr/local/bin/k3s x audisp-kube-kubectl"));
}

TEST_F(AuditRulesTest, ShellsAndPythonsAreWatchedWhereTheirLinksLead) {
  file("/usr/bin/busybox");
  link("/usr/bin/sh", "busybox");
  file("/usr/bin/python3.11");
  link("/usr/bin/python3", "python3.11");
  file("/usr/bin/python3-config");
  file("/usr/bin/pythonic");
  EXPECT_THAT(watched(), ElementsAre(kRootKube, "path=/usr/bin/busybox x audisp-kube-parent",
                                     "path=/usr/bin/python3.11 x audisp-kube-parent"));
}

TEST_F(AuditRulesTest, RulesOfOtherFilesAreNotRepeated) {
  file("/etc/audit/rules.d/43-audisp-kube.rules",
       "# comment\n"
       "-a always,exit -F path=/root/.kube -F perm=wa -F arch=b64 -F key=audisp-kube-kubeconfig\n"
       "-a always,exit -F path=/root/.kube -F perm=wa -F arch=b32 -F key=audisp-kube-kubeconfig");
  EXPECT_THAT(watched(), IsEmpty());
  EXPECT_THAT(watched_for(kMounts), ElementsAre("path=/root/.kube"));
}

TEST_F(AuditRulesTest, TheShippedRulesAreWrittenAlikeAndNotRepeated) {
  std::ostringstream shipped;
  shipped << std::ifstream(AK_SOURCE_DIR "/rules.d/43-audisp-kube.rules").rdbuf();
  directory("/root/.kube");
  file("/var/lib/kubelet/kubeconfig");
  file("/var/lib/kube-proxy/kubeconfig");
  file("/usr/bin/kubectl");
  file("/usr/bin/bash");
  EXPECT_GT(derive().rules, 0U);
  file("/etc/audit/rules.d/43-audisp-kube.rules", shipped.str());
  EXPECT_EQ(derive().rules, 0U);
}

TEST_F(AuditRulesTest, ItsOwnEarlierOutputDoesNotCountAsAnotherFile) {
  const AuditRules first = derive();
  file(kHostRulesFile, first.text);
  EXPECT_EQ(derive().text, first.text);
}

TEST_F(AuditRulesTest, EachWatchIsWrittenForBothWordSizes) {
  const AuditRules rules = derive();
  EXPECT_EQ(rules.rules, 4U);
  EXPECT_THAT(rules.text, HasSubstr("-a always,exit -F path=/root/.kube -F perm=wa -F arch=b64 -F "
                                    "key=audisp-kube-kubeconfig\n"
                                    "-a always,exit -F path=/root/.kube -F perm=wa -F arch=b32 -F "
                                    "key=audisp-kube-kubeconfig\n"));
}

TEST_F(AuditRulesTest, ExecutionsAreWatchedByBothSystemCalls) {
  file("/usr/bin/kubectl");
  EXPECT_THAT(derive().text,
              HasSubstr("-a always,exit -F arch=b64 -S execve -S execveat -F path=/usr/bin/kubectl "
                        "-F key=audisp-kube-kubectl\n"
                        "-a always,exit -F arch=b32 -S execve -S execveat -F path=/usr/bin/kubectl "
                        "-F key=audisp-kube-kubectl\n"));
}

TEST_F(AuditRulesTest, KeysFitTheKernel) {
  file("/usr/bin/kubectl");
  file("/usr/bin/bash");
  link("/etc/kubernetes", "/data");
  directory("/data");
  constexpr std::size_t kMaxKeyBytes = 31;  // AUDIT_MAX_KEY_LEN, less its terminator
  for (const std::string& rule : watched()) {
    EXPECT_LE(rule.size() - rule.rfind(' ') - 1, kMaxKeyBytes) << rule;
  }
}

TEST_F(AuditRulesTest, NamesThatAuditctlCannotReadBecomeCountedComments) {
  const std::vector<std::string> odd = {"a b",  "new\nline\n-D", "tab\t", "del\x7f",
                                        "a!=b", "a>=b",          "a<=b",  "a&=b"};
  for (const std::string& name : odd) directory("/home/" + name);
  const AuditRules rules = derive();
  EXPECT_EQ(rules.skipped, odd.size());
  EXPECT_THAT(rules.text,
              HasSubstr("auditctl cannot read this name: /home/new\\nline\\n-D/.kube\n"));
  EXPECT_THAT(watched(), ElementsAre(kRootKube));
  EXPECT_THAT(rules.text, Not(HasSubstr("\n-D")));
}

TEST_F(AuditRulesTest, NamesThatAuditctlCanReadAreWrittenAsTheyAre) {
  for (const char* name : {"d'arc", "\"q\"", "zo\xc3\xab", "\xff", "#hash", ".hidden", "$(id)",
                           "a=b", "a>b", "a!b", "a\\b"}) {
    directory(std::string("/home/") + name);
    EXPECT_THAT(derive().text, HasSubstr(std::string("path=/home/") + name + "/.kube -F perm=wa"));
  }
  EXPECT_EQ(derive().skipped, 0U);
}

// A host that has nothing but `homes` empty home directories.
class HostOfHomes final : public HostView {
 public:
  explicit HostOfHomes(std::size_t homes) : homes_(homes) {}

  [[nodiscard]] std::vector<std::string> glob(std::string_view pattern) const override {
    std::vector<std::string> found;
    if (pattern != "/home/*") return found;
    for (std::size_t i = 0; i < homes_; ++i) found.push_back("/home/u" + std::to_string(i));
    return found;
  }
  [[nodiscard]] std::optional<std::string> resolve(std::string_view path) const override {
    return std::string(path);
  }
  [[nodiscard]] bool is_directory(std::string_view path) const override {
    return path.find("/.kube") == std::string_view::npos;
  }
  [[nodiscard]] std::string read(std::string_view) const override { return ""; }

 private:
  std::size_t homes_;
};

TEST(AuditRulesCap, IsReachedAndReportedOneBeyond) {
  const std::size_t fitting = limits::kMaxHostRules / 4 - 1;  // four rules a home, four for root
  const AuditRules at_limit = derive_audit_rules(HostOfHomes(fitting));
  EXPECT_EQ(at_limit.rules, limits::kMaxHostRules);
  EXPECT_EQ(at_limit.over_cap, 0U);
  const AuditRules beyond = derive_audit_rules(HostOfHomes(fitting + 1));
  EXPECT_EQ(beyond.rules, limits::kMaxHostRules);
  EXPECT_EQ(beyond.over_cap, 4U);
  EXPECT_THAT(beyond.text, HasSubstr("are the most written here: 4\n"));
}

}  // namespace
}  // namespace ak::coverage
