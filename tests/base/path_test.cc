#include "base/path.h"

#include <gtest/gtest.h>

namespace ak {
namespace {

TEST(Path, IsNormalisedByText) {
  struct Case {
    const char* path;
    const char* normal;
  };
  const Case cases[] = {
      {"", ""},
      {"/", "/"},
      {"//etc///kubernetes/", "/etc/kubernetes"},
      {"/etc/./kubernetes/../passwd", "/etc/passwd"},
      {"/../../x", "/x"},
      {"a/../..", ".."},
      {"../../a", "../../a"},
      {"./a/..", "."},
      {"/a/...", "/a/..."},
  };
  for (const Case& c : cases) EXPECT_EQ(normalize_path(c.path), c.normal) << c.path;
}

TEST(Path, IsResolvedFromItsDirectoryUnlessAbsolute) {
  EXPECT_EQ(resolve_path("/etc/kubernetes", "pki/../admin.conf"), "/etc/kubernetes/admin.conf");
  EXPECT_EQ(resolve_path("/tmp", "/root/.kube//config"), "/root/.kube/config");
  EXPECT_EQ(resolve_path("/", "a"), "/a");
  EXPECT_EQ(resolve_path("", "a"), "a");
}

TEST(Path, IsTakenApart) {
  EXPECT_EQ(base_name("/a/b.c"), "b.c");
  EXPECT_EQ(base_name("b"), "b");
  EXPECT_EQ(directory_name("/a/b.c"), "/a");
  EXPECT_EQ(directory_name("/a"), "/");
  EXPECT_EQ(directory_name("a"), "");
  EXPECT_EQ(extension("/a/.b.yaml.swp"), "swp");
  EXPECT_EQ(extension("/a.d/b"), "");
  EXPECT_EQ(extension("/root/.bashrc"), "");
  EXPECT_EQ(extension("x."), "");
}

}  // namespace
}  // namespace ak
