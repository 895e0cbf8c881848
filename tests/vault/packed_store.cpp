#include "packed_store.hpp"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <cstdlib>

#include <fmt/format.h>

#include "vault/sealed_header.hpp"
#include "vault/sealed_image.hpp"

namespace attune::test {

namespace {

constexpr std::string_view kDigits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::size_t kLineBytes = 84;
/// Equal bytes between two runs that cost less than a line of their own.
constexpr std::size_t kGapBytes = 10;

[[noreturn]] void end_with(const std::string& text) {
    std::fprintf(stderr, "packed stores: %s\n", text.c_str());
    std::exit(1);
}

std::string to_base64(ByteView bytes) {
    std::string out;
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        std::uint32_t group = 0;
        for (std::size_t k = 0; k < 3; ++k)
            group = (group << 8) | (i + k < bytes.size() ? bytes[i + k] : 0U);
        for (std::size_t k = 0; k < 4; ++k) {
            const bool used = i + k <= bytes.size();
            out += used ? kDigits[(group >> (18 - 6 * k)) & 63] : '=';
        }
    }
    return out;
}

Bytes from_base64(std::string_view text) {
    Bytes out;
    std::uint32_t group = 0;
    int bits = 0;
    for (const char c : text) {
        if (c == '=') break;
        const std::size_t value = kDigits.find(c);
        if (value == std::string_view::npos) end_with("a character that is no base64");
        group = (group << 6) | static_cast<std::uint32_t>(value);
        bits += 6;
        if (bits < 8) continue;
        bits -= 8;
        out.push_back(static_cast<std::uint8_t>(group >> bits));
    }
    return out;
}

std::string_view next_word(std::string_view& line) {
    const std::size_t end = std::min(line.find(' '), line.size());
    const std::string_view word = line.substr(0, end);
    line.remove_prefix(std::min(end + 1, line.size()));
    return word;
}

std::size_t to_number(std::string_view word) {
    std::size_t number = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
    if (error != std::errc() || end != word.data() + word.size())
        end_with("not a number: " + std::string(word));
    return number;
}

Bytes to_bytes(std::string_view word) {
    const auto bytes = from_hex(word);
    if (!bytes) end_with("not hexadecimal: " + std::string(word));
    return *bytes;
}

std::string sum_of(ByteView bytes) {
    return to_hex(crypto::hash32({bytes}));
}

void put_lines(std::string& out, std::string_view first, ByteView bytes, std::size_t* offset) {
    for (std::size_t at = 0; at < bytes.size(); at += kLineBytes) {
        const ByteView part = bytes.subspan(at, std::min(kLineBytes, bytes.size() - at));
        out += offset != nullptr ? fmt::format("@{} ", *offset + at) : std::string(first);
        out += to_base64(part) + "\n";
    }
}

/// The runs in which `image` differs from `like`, behind whose end stand zeros.
void put_difference(std::string& out, ByteView image, ByteView like) {
    Bytes difference(image.begin(), image.end());
    for (std::size_t i = 0; i < std::min(image.size(), like.size()); ++i)
        difference[i] = static_cast<std::uint8_t>(difference[i] ^ like[i]);
    std::size_t at = 0;
    while (at < difference.size()) {
        if (difference[at] == 0) {
            ++at;
            continue;
        }
        std::size_t end = at + 1;
        for (std::size_t i = end; i < difference.size() && i - end < kGapBytes; ++i) {
            if (difference[i] != 0) end = i + 1;
        }
        put_lines(out, {}, ByteView(difference).subspan(at, end - at), &at);
        at = end;
    }
}

}  // namespace

SealedParts open_parts(std::unique_ptr<host::File> file, const std::string& path,
                       const vault::Keys& keys) {
    auto header = vault::read_header(*file, path);
    if (!header) end_with(header.error().message);
    const vault::Keys* root = keys.under(header->header.public_key);
    if (root == nullptr) end_with(path + " is under an unknown root");
    SealedParts parts;
    parts.header = header->bytes;
    const ByteView bytes = root->root.view();
    parts.root.assign(bytes.begin(), bytes.end());
    const auto image =
        vault::SealedImage::open(std::move(file), *std::move(header), root->vault_key, path);
    if (!image) end_with(image.error().message);
    parts.image.resize((*image)->size());
    if (!(*image)->read(0, parts.image)) end_with(path + " cannot be read");
    return parts;
}

Bytes seal_parts(const SealedParts& parts) {
    ByteReader in(parts.header);
    static_cast<void>(in.raw(10));
    StoreId store;
    in.fill(store.bytes);
    static_cast<void>(in.raw(8));
    const std::uint32_t epoch = in.u32();
    const vault::Keys keys =
        vault::Keys::from_root(store, epoch, crypto::Secret::copy_of(parts.root));
    const vault::GenerationKey key = vault::generation_key(keys.vault_key, parts.header);
    const auto sum = vault::header_checksum(parts.header, key.commitment);
    ByteWriter out;
    out.raw(parts.header);
    out.raw(key.commitment);
    out.raw(sum);
    Bytes plain = parts.image;
    plain.resize(vault::padded_image_bytes(plain.size()));
    for (std::size_t at = 0; at < plain.size(); at += vault::kChunkBytes) {
        const std::size_t size = std::min(vault::kChunkBytes, plain.size() - at);
        const bool last = at + size == plain.size();
        out.raw(crypto::seal(ByteView(plain).subspan(at, size), sum,
                             vault::chunk_nonce(at / vault::kChunkBytes, last), key.key.view()));
    }
    return std::move(out).take();
}

vault::GivenSecret packed_secret(std::string_view type, std::string_view text) {
    if (type == "key-file") {
        const std::size_t star = std::min(text.find('*'), text.size() - 1);
        const Bytes byte = to_bytes(text.substr(0, star));
        const Bytes bytes(to_number(text.substr(star + 1)), byte.at(0));
        return {vault::SlotType::KeyFile, crypto::Secret::copy_of(bytes)};
    }
    auto secret =
        type == "recovery" ? vault::recovery_secret(text) : vault::passphrase_secret(text);
    if (!secret) end_with(secret.error().message);
    return std::move(*secret);
}

std::vector<PackedStore> unpack_stores(std::string_view text) {
    std::vector<PackedStore> stores;
    std::map<std::string, Bytes> images{{"-", {}}};
    std::string file;
    std::size_t bytes = 0;
    std::string sum;
    bool is_sealed = false;
    const auto finish = [&] {
        if (file.empty()) return;
        PackedStore& store = stores.back();
        if (is_sealed) {
            store.files[file] = seal_parts(store.parts[file]);
            images[store.name + "/" + file] = store.parts[file].image;
        }
        if (store.files[file].size() != bytes || sum_of(store.files[file]) != sum)
            end_with(store.name + "/" + file + " does not come to its sum");
        file.clear();
    };
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.empty() || line.front() == '#') continue;
        const std::string_view word = next_word(line);
        if (word == "store") {
            finish();
            stores.push_back({std::string(line), {}, {}, {}});
        } else if (stores.empty()) {
            end_with("something before the first store");
        } else if (word == "secret") {
            const std::string type(next_word(line));
            stores.back().secrets.emplace_back(type, line);
        } else if (word == "sealed" || word == "raw") {
            finish();
            is_sealed = word == "sealed";
            file = next_word(line);
            bytes = to_number(next_word(line));
            sum = next_word(line);
            if (!is_sealed) stores.back().files[file] = {};
        } else if (word == "header") {
            stores.back().parts[file].header = to_bytes(line);
        } else if (word == "root") {
            stores.back().parts[file].root = to_bytes(line);
        } else if (word == "image") {
            const std::size_t length = to_number(next_word(line));
            const auto like = images.find(std::string(line));
            if (like == images.end()) end_with("no such image: " + std::string(line));
            Bytes& image = stores.back().parts[file].image;
            image = like->second;
            image.resize(length);
        } else if (word == ":") {
            const Bytes more = from_base64(line);
            Bytes& content = stores.back().files[file];
            content.insert(content.end(), more.begin(), more.end());
        } else if (word.starts_with('@')) {
            const std::size_t offset = to_number(word.substr(1));
            const Bytes more = from_base64(line);
            Bytes& image = stores.back().parts[file].image;
            if (offset + more.size() > image.size()) end_with("bytes behind the end of an image");
            for (std::size_t i = 0; i < more.size(); ++i)
                image[offset + i] = static_cast<std::uint8_t>(image[offset + i] ^ more[i]);
        } else {
            end_with("not understood: " + std::string(word));
        }
    }
    finish();
    return stores;
}

std::string pack_stores(const std::vector<PackedStore>& stores) {
    std::string out;
    std::map<std::string, const Bytes*> images;
    const Bytes none;
    for (const PackedStore& store : stores) {
        out += "\nstore " + store.name + "\n";
        for (const auto& [type, text] : store.secrets)
            out += fmt::format("secret {} {}\n", type, text);
        for (const auto& [name, content] : store.files) {
            const auto sealed = store.parts.find(name);
            out += fmt::format("{} {} {} {}\n", sealed == store.parts.end() ? "raw" : "sealed",
                               name, content.size(), sum_of(content));
            if (sealed == store.parts.end()) {
                put_lines(out, ": ", content, nullptr);
                continue;
            }
            const SealedParts& parts = sealed->second;
            // The image it is most like: of those so far the one that leaves the shortest text.
            std::string best_name = "-";
            std::string best;
            put_difference(best, parts.image, none);
            for (const auto& [other, image] : images) {
                std::string text;
                put_difference(text, parts.image, *image);
                if (text.size() < best.size()) {
                    best = std::move(text);
                    best_name = other;
                }
            }
            out += fmt::format("header {}\nroot {}\nimage {} {}\n{}", to_hex(parts.header),
                               to_hex(parts.root), parts.image.size(), best_name, best);
            images[store.name + "/" + name] = &parts.image;
        }
    }
    return out;
}

}  // namespace attune::test
