#include "audit/loose_words.h"

#include <gtest/gtest.h>

#include <string>

namespace ak::audit {
namespace {

TEST(LooseWords, AreThoseOutsideOfFieldsAndQuotes) {
  const struct {
    std::string text, words;
  } cases[] = {
      {"pid=1 uid=0", ""},
      {"", ""},
      {"pid=1 msg='avc:  denied  { start stop } for auid=1 exe=\"a b\" terminal=?'",
       "denied start stop"},
      {"pid=1 msg='avc:  received policyload notice (seqno=2)'", "received policyload notice"},
      {"pid=1 subj=/usr/sbin/cups-browsed (enforce) key=(null)", "(enforce)"},
      {"pid=1 msg='text=hello there'", "there"},
      {"pid=1 msg='PAM: setcred acct=\"root\" res=success'", "PAM: setcred"},
      {"initialized", "initialized"},
      {"audit_enabled=1 old=0 by auid=4294967295 res=1", ""},
      {"pid=1 uid=0 old auid=4294967295 new auid=0 old ses=4294967295 new ses=1", ""},
      {"pid=1 msg='op=changing name; new name: eve; old name: bob, new'",
       "name; new name: eve; old name: bob, new"},
      {"name=\"never closed a b", ""},
      {"pid=1 IPE=ctx ( [ action = allow ] [ boot_verified = 1 ] )",
       "( [ action = allow ] [ boot_verified = 1 ] )"},
  };
  for (const auto& c : cases) EXPECT_EQ(loose_words(c.text), c.words) << c.text;
}

}  // namespace
}  // namespace ak::audit
