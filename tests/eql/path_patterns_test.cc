#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "eql/query.h"

namespace ak::eql {
namespace {

using Paths = std::vector<std::string>;

TEST(PathPatterns, AreWhatTheQuerySaysOfFiles) {
  const struct {
    std::string query;
    Paths expected;
  } cases[] = {
      {"file where file.path == \"/etc/x\"", {"/etc/x"}},
      {"file where file.path in (\"/etc/b\", \"/etc/a\")", {"/etc/a", "/etc/b"}},
      {"file where file.path like (\"/home/*/.kube/config\", \"/etc/?.conf\")",
       {"/etc/*.conf", "/home/*/.kube/config"}},
      {"file where file.path : \"/etc/x/*\" and process.name == \"/bin/sh\"", {"/etc/x/*"}},
      {"file where file.directory == \"/etc/x\"", {"/etc/x/*"}},
      {"file where file.Ext.original.path == \"/etc/x\" or file.path == \"/etc/y\"",
       {"/etc/x", "/etc/y"}},
      {"file where file.path like \"/etc/x/*\" and not file.path like \"/etc/x/tmp/*\"",
       {"/etc/x/*"}},
      {"sequence by process.pid [file where file.path == \"/etc/a\"] "
       "[file where file.path == \"/etc/b\"]",
       {"/etc/a", "/etc/b"}},
      {"file where file.path like (\"*/config\", \"/*\", \"/*/x\", \"x/y\", \"/etc\", \"/e*/x\")",
       {}},
      {"process where process.executable == \"/bin/sh\"", {}},
  };
  for (const auto& c : cases) {
    const Compilation compiled = compile(c.query);
    ASSERT_TRUE(compiled.query) << c.query;
    EXPECT_EQ(compiled.query->path_patterns(), c.expected) << c.query;
  }
}

}  // namespace
}  // namespace ak::eql
