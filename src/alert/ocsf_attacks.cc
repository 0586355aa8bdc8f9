#include "alert/ocsf_attacks.h"

#include <string>
#include <utility>
#include <vector>

namespace ak::alert {
namespace {

// {uid, name, src_url} from the lists under `prefix`; those without an id and name are left out.
JsonValue::Array entries(const JsonValue& ecs, const std::string& prefix) {
  const std::vector<std::string_view> ids = ecs.strings(prefix + ".id");
  const std::vector<std::string_view> names = ecs.strings(prefix + ".name");
  const std::vector<std::string_view> references = ecs.strings(prefix + ".reference");
  JsonValue::Array all;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    if (ids[i].empty()) continue;
    JsonValue entry;
    entry.set("uid", ids[i]);
    if (i < names.size() && !names[i].empty()) entry.set("name", names[i]);
    if (i < references.size() && !references[i].empty()) entry.set("src_url", references[i]);
    all.push_back(std::move(entry));
  }
  return all;
}

bool is_sub_of(const JsonValue& sub, const JsonValue& technique) {
  return sub.string("uid").substr(0, technique.string("uid").size() + 1) ==
         std::string(technique.string("uid")) + ".";
}

}  // namespace

JsonValue ocsf_attacks(const JsonValue& ecs) {
  const JsonValue::Array tactics = entries(ecs, "threat.tactic");
  const JsonValue::Array techniques = entries(ecs, "threat.technique");
  const JsonValue::Array subs = entries(ecs, "threat.technique.subtechnique");
  JsonValue::Array all;
  const auto add = [&](const JsonValue& technique, const JsonValue* sub) {
    JsonValue attack;
    if (tactics.size() == 1) attack.set("tactic", tactics.front());
    attack.set("technique", technique);
    if (sub != nullptr) attack.set("sub_technique", *sub);
    all.push_back(std::move(attack));
  };
  for (const JsonValue& technique : techniques) {
    bool alone = true;
    for (const JsonValue& sub : subs) {
      if (!is_sub_of(sub, technique)) continue;
      add(technique, &sub);
      alone = false;
    }
    if (alone) add(technique, nullptr);
  }
  if (tactics.size() > 1 || techniques.empty()) {
    for (const JsonValue& tactic : tactics) {
      JsonValue attack;
      attack.set("tactic", tactic);
      all.push_back(std::move(attack));
    }
  }
  return all.empty() ? JsonValue() : JsonValue(std::move(all));
}

}  // namespace ak::alert
