#include "alert/redact.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/limits.h"
#include "base/text.h"

namespace ak::alert {
namespace {

std::string hidden(std::string_view secret) {
  return fmt::format("[redacted:{:08x}]", fnv1a(secret) & 0xffffffffU);
}

// In the tables {} stands for the redacted "S3cr3t".
std::string filled(std::string_view expected) {
  std::string text(expected);
  for (std::size_t at = 0; (at = text.find("{}", at)) != std::string::npos;) {
    text.replace(at, 2, hidden("S3cr3t"));
  }
  return text;
}

TEST(Redact, HidesCredentialsInACommandLine) {
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"kubectl --token S3cr3t get pods", "kubectl --token {} get pods"},
      {"kubectl --token=S3cr3t get pods", "kubectl --token={} get pods"},
      {"kubectl --TOKEN=S3cr3t", "kubectl --TOKEN={}"},
      {"kubectl -token S3cr3t", "kubectl -token {}"},
      {"kubectl --token   S3cr3t", "kubectl --token   {}"},
      {"kubectl --token=\"S3cr3t\" x", "kubectl --token=\"{}\" x"},
      {"kubectl --token 'S3cr3t' x", "kubectl --token '{}' x"},
      {"curl --password S3cr3t", "curl --password {}"},
      {"x --password-stdin=S3cr3t", "x --password-stdin={}"},
      {"x --client-key-data=S3cr3t", "x --client-key-data={}"},
      {"x --bearer-token=S3cr3t", "x --bearer-token={}"},
      {"x --client-secret S3cr3t", "x --client-secret {}"},
      {"kubectl create secret generic x --from-literal=S3cr3t",
       "kubectl create secret generic x --from-literal={}"},
      {"curl -H \"Authorization: Bearer S3cr3t\" url", "curl -H \"Authorization: Bearer {}\" url"},
      {"curl -H 'authorization: bearer S3cr3t' url", "curl -H 'authorization: bearer {}' url"},
      {"curl -H AUTHORIZATION:BEARER S3cr3t", "curl -H AUTHORIZATION:BEARER {}"},
      {"curl -H \"Authorization: Basic S3cr3t\"", "curl -H \"Authorization: Basic {}\""},
      {"curl -H \"Authorization: S3cr3t\"", "curl -H \"Authorization: {}\""},
      {"bash -c \"kubectl --token=S3cr3t get\"", "bash -c \"kubectl --token={} get\""},
      {"x --token S3cr3t --also S3cr3t preS3cr3tpost", "x --token {} --also {} pre{}post"},
      {"x S3cr3t --token S3cr3t", "x {} --token {}"},
      {"x --token=", "x --token="},
      {"x --token", "x --token"},
      {"kubectl get secret token", "kubectl get secret token"},
      {"kubectl --tokens=5 --token-file=/x", "kubectl --tokens=5 --token-file=/x"},
      {"", ""},
  };
  for (const auto& [line, expected] : cases) {
    EXPECT_EQ(redact_command_line(line), filled(expected)) << line;
  }
}

TEST(Redact, HidesCredentialsInArguments) {
  struct Case {
    Arguments arguments;
    Arguments expected;
  };
  const Case cases[] = {
      {{"k", "--token", "S3cr3t"}, {"k", "--token", "{}"}},
      {{"k", "--token=S3cr3t"}, {"k", "--token={}"}},
      {{"k", "--Token=S3cr3t", "x S3cr3t y"}, {"k", "--Token={}", "x {} y"}},
      {{"curl", "-H", "Authorization: Bearer S3cr3t"}, {"curl", "-H", "Authorization: Bearer {}"}},
      {{"curl", "Bearer", "S3cr3t"}, {"curl", "Bearer", "{}"}},
      {{"sh", "-c", "k --token S3cr3t && k --token=S3cr3t"},
       {"sh", "-c", "k --token {} && k --token={}"}},
      {{"k", "--token"}, {"k", "--token"}},
      {{"k", "--token", ""}, {"k", "--token", ""}},
      {{}, {}},
  };
  for (const Case& c : cases) {
    const Arguments got = redact_command_line(c.arguments);
    ASSERT_EQ(got.size(), c.expected.size());
    for (std::size_t i = 0; i < got.size(); ++i) EXPECT_EQ(got[i], filled(c.expected[i]));
  }
}

TEST(Redact, TakesACredentialWithSpacesWhole) {
  const Arguments arguments = {"k", "--token", "two words", "--password=a b", "x"};
  EXPECT_EQ(redact_command_line(arguments),
            (Arguments{"k", "--token", hidden("two words"), "--password=" + hidden("a b"), "x"}));
  Redactor redactor;
  redactor.learn(arguments);
  EXPECT_EQ(redactor.redact("k --token two words --password=a b x", arguments),
            "k --token " + hidden("two words") + " --password=" + hidden("a b") + " x");
  // A title is cut at 128 bytes: what is left of a credential goes too.
  EXPECT_EQ(redactor.redact("k --token two wo", arguments), "k --token " + hidden("two wo"));
}

TEST(Redact, LooksForShortCredentialsOnlyWhereTheirOptionStands) {
  EXPECT_EQ(redact_command_line("x --password root /root/root"),
            "x --password " + hidden("root") + " /root/root");
}

TEST(Redact, GivesEqualCredentialsEqualHashes) {
  const Arguments got =
      redact_command_line(Arguments{"--token=abcdefgh", "--password", "abcdefgh"});
  EXPECT_EQ(got[0].substr(8), got[2]);
  EXPECT_NE(redact_command_line("--token=1"), redact_command_line("--token=2"));
}

TEST(Redact, LeavesOtherValuesAloneUnlessTheyHoldALongCredential) {
  Redactor redactor;
  redactor.learn(
      "x --token=0123456789abcdef --password=0123456789abcde --secret=/etc/kubernetes/pki/x");
  EXPECT_EQ(redactor.redact_value("/tmp/0123456789abcdef"), "/tmp/" + hidden("0123456789abcdef"));
  EXPECT_EQ(redactor.redact_value("/tmp/0123456789abcde"), "/tmp/0123456789abcde");
  EXPECT_EQ(redactor.redact_value("/etc/kubernetes/pki/x"), "/etc/kubernetes/pki/x");
}

TEST(Redact, HidesMoreCredentialsThanItLooksForWhereTheirOptionsStand) {
  Arguments arguments;
  for (std::size_t i = 0; i < 3 * limits::kMaxSoughtSecrets; ++i) {
    arguments.push_back(fmt::format("--token=secret-number-{}", i));
  }
  for (const std::string& argument : redact_command_line(arguments)) {
    EXPECT_EQ(argument.find("secret-number"), std::string::npos);
  }
}

TEST(Redact, StaysLinearOnHostileArguments) {
  Arguments arguments;
  for (int i = 0; i < 2000; ++i) {
    arguments.push_back("--token=" + std::string(1000, 'a') + std::to_string(i));
  }
  arguments.emplace_back(1000000, 'a');
  arguments.push_back(std::string(100000, '\'') + std::string(100000, '"'));
  EXPECT_EQ(redact_command_line(arguments).size(), arguments.size());
}

}  // namespace
}  // namespace ak::alert
