// FileTable: saving and loading. Names are saved in the order of their use, each with the number
// that its directory has in it.
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "base/bytes.h"
#include "lineage/file_table.h"

namespace ak {
namespace {

// FileTable::names_old_first().
constexpr std::uint64_t kNotShown = 0;
constexpr std::uint64_t kOldFirst = 1;
constexpr std::uint64_t kNewFirst = 2;

}  // namespace

void FileTable::save(ByteWriter& out) const {
  std::uint32_t number = 0;
  for (const auto* names : {&names_, &pinned_}) {
    for (const Name& name : *names) name.number = ++number;
  }
  out.number(size());
  for (const auto* names : {&names_, &pinned_}) {
    for (const Name& name : *names) {
      out.number(name.parent == nullptr ? 0 : name.parent->number);
      if (name.parent == nullptr) {
        out.hash(name.host);
        const std::optional<bool> old_first = names_old_first(name.host);
        out.number(!old_first ? kNotShown : *old_first ? kOldFirst : kNewFirst);
      } else {
        out.text(name.text);
      }
      out.boolean(name.pinned && !name.alias_of);
      out.boolean(may_become_unsure(name));
      out.number(name.ids.size());
      for (const FileId& id : name.ids) {
        const Entry& entry = entries_.at(id);
        out.number(id.device);
        out.number(id.inode);
        out.boolean(entry.certain);
        out.boolean(entry.is_directory);
      }
    }
  }
}

// A name as it is saved.
struct FileTable::Saved {
  struct Id {
    std::uint64_t device = 0;
    std::uint64_t inode = 0;
    bool certain = false;
    bool is_directory = false;
  };
  std::uint64_t parent = 0;
  std::uint64_t host = 0;
  std::optional<bool> old_first;
  std::string_view text;
  bool pinned = false;
  bool is_doubted = false;
  std::vector<Id> ids;
};

bool FileTable::load(ByteReader& in) {
  std::vector<Saved> all(in.count(max_names_));
  for (Saved& saved : all) {
    saved.parent = in.number(all.size());
    if (saved.parent == 0) {
      saved.host = in.hash();
      const std::uint64_t order = in.number(kNewFirst);
      if (order != kNotShown) saved.old_first = order == kOldFirst;
    } else {
      saved.text = in.text(limits::kMaxFileNameBytes);
    }
    saved.pinned = in.boolean();
    saved.is_doubted = in.boolean();
    saved.ids.resize(in.count(limits::kMaxFileAliases));
    for (Saved::Id& id : saved.ids) {
      id.device = in.number();
      id.inode = in.number();
      id.certain = in.boolean();
      id.is_directory = in.boolean();
    }
    if (in.failed()) return false;
  }
  if (!in.failed() && adopt(all)) return true;
  clear();
  return false;
}

// In the order of their use names may come before the directory that they are in.
bool FileTable::adopt(const std::vector<Saved>& all) {
  std::vector<Name*> names(all.size(), nullptr);
  std::vector<std::size_t> chain;
  for (std::size_t i = 0; i < all.size(); ++i) {
    chain.clear();
    for (std::size_t at = i; names[at] == nullptr; at = all[at].parent - 1) {
      if (chain.size() > limits::kMaxFileDepth) return false;  // or in a circle
      chain.push_back(at);
      if (all[at].parent == 0) break;
    }
    for (; !chain.empty(); chain.pop_back()) {
      const Saved& saved = all[chain.back()];
      Name* made =
          saved.parent == 0 ? root(saved.host) : make(*names[saved.parent - 1], saved.text);
      if (made == nullptr) return false;
      if (saved.parent == 0) hosts_.at(saved.host).old_first = saved.old_first;
      names[chain.back()] = made;
    }
  }
  for (std::size_t i = 0; i < all.size(); ++i) {
    Name& name = *names[i];
    for (const Saved::Id& saved : all[i].ids) {
      const FileId id{name.host, saved.device, saved.inode};
      // A file has one name: taking it from another would take that one away, which has a number.
      if (peek(id) != nullptr) return false;
      bind(id, name, saved.certain, saved.is_directory);
    }
    name.trust = {};
    (all[i].is_doubted ? name.trust.doubted : name.trust.told) = ++moments_;
    names_.splice(names_.end(), names_, name.self);
  }
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i].pinned) pin(*names[i]);
  }
  return true;
}

void FileTable::clear() {
  names_.clear();
  pinned_.clear();
  hosts_.clear();
  entries_.clear();
  certain_devices_.clear();
  other_paths_.clear();
  other_path_bytes_ = 0;
  strays_ = {};
}

}  // namespace ak
