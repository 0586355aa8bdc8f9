// TextSearch against the obvious loop.
#include "eql/text_search.h"

#include <gtest/gtest.h>

#include <random>

#include "base/text.h"

namespace ak::eql {
namespace {

bool naive(std::string_view piece, std::string_view text, bool ignore_case) {
  for (std::size_t i = 0; i + piece.size() <= text.size(); ++i) {
    const std::string_view part = text.substr(i, piece.size());
    if (ignore_case ? equals_ignoring_case(part, piece) : part == piece) return true;
  }
  return false;
}

TEST(TextSearch, FindsAtEitherEndAndInBetween) {
  const TextSearch search("Token", true);
  for (const char* text : {"token", "--token", "TOKEN=x", "a toKen b", "totoken"})
    EXPECT_TRUE(search.stands_in(text)) << text;
  for (const char* text : {"", "toke", "tok en", "oken"}) EXPECT_FALSE(search.stands_in(text));
  EXPECT_FALSE(TextSearch("Token", false).stands_in("token"));
  EXPECT_TRUE(TextSearch("", false).stands_in(""));
}

TEST(TextSearch, AgreesWithTheObviousLoop) {
  std::mt19937 random(1);
  const auto text = [&](std::size_t most) {
    std::string made;
    for (std::size_t i = random() % (most + 1); i > 0; --i) made += "aAkK/\xff"[random() % 6];
    return made;
  };
  std::size_t found = 0;
  for (int i = 0; i < 20000; ++i) {
    const std::string piece = text(3);
    const std::string in = text(12);
    const bool ignore_case = random() % 2 == 0;
    const bool expected = naive(piece, in, ignore_case);
    EXPECT_EQ(TextSearch(piece, ignore_case).stands_in(in), expected) << piece << " in " << in;
    found += expected ? 1 : 0;
  }
  EXPECT_GT(found, 2000U);
  EXPECT_LT(found, 18000U);
}

}  // namespace
}  // namespace ak::eql
