#include "attune/vault/keys.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "attune/base/text.hpp"
#include "vault/format.hpp"
#include "vault/frame.hpp"

namespace attune::vault {

namespace {

/// Crockford's base 32: no I, L, O, U.
constexpr std::string_view kCodeLetters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t kCodeBytes = 16;
constexpr std::size_t kCodeLength = 28;  // 140 bits: 128 random, 12 check
constexpr std::string_view kCodeContext = "attune-code-1";
constexpr std::string_view kRootContext = "attune-root-1";

unsigned code_check(ByteView raw) {
    const auto hash = crypto::hash16({as_bytes(kCodeContext), raw});
    return (unsigned{hash[0]} << 4) | (hash[1] >> 4);
}

int code_digit(char c) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    if (c == 'O') c = '0';
    if (c == 'I' || c == 'L') c = '1';
    const auto at = kCodeLetters.find(c);
    return at == std::string_view::npos ? -1 : static_cast<int>(at);
}

}  // namespace

Keys Keys::from_root(const StoreId& store, std::uint32_t epoch, crypto::Secret root) {
    Keys keys;
    keys.store = store;
    keys.epoch = epoch;
    keys.vault_key = crypto::derive(root, kSubkeyVault);
    keys.inbox = crypto::make_box_pair(crypto::derive(root, kSubkeyInbox));
    keys.device_subkey = crypto::derive(root, kSubkeyDevice);
    keys.root = std::move(root);
    return keys;
}

crypto::Secret Keys::device_key(const DeviceId& device) const {
    return crypto::keyed_hash({device.view()}, device_subkey.view(), crypto::kKeyBytes);
}

RootId Keys::root_id() const {
    return crypto::hash16({as_bytes(kRootContext), inbox.public_key});
}

const Keys* Keys::under(const crypto::PublicKey& public_key) const {
    if (inbox.public_key == public_key) return this;
    for (const Keys& other : others) {
        if (other.inbox.public_key == public_key) return &other;
    }
    return nullptr;
}

const Keys* Keys::under_fingerprint(const std::array<std::uint8_t, 8>& fingerprint) const {
    if (key_fingerprint(inbox.public_key) == fingerprint) return this;
    for (const Keys& other : others) {
        if (key_fingerprint(other.inbox.public_key) == fingerprint) return &other;
    }
    return nullptr;
}

bool Keys::is_newer_than(const Keys& other) const {
    return std::pair(epoch, root_id()) > std::pair(other.epoch, other.root_id());
}

void Keys::add(Keys more) {
    std::vector<Keys> roots = std::move(more.others);
    more.others.clear();
    roots.push_back(std::move(more));
    for (Keys& one : roots) {
        if (under(one.inbox.public_key) != nullptr) continue;
        if (one.is_newer_than(*this)) {
            one.others = std::move(others);
            others.clear();
            std::swap(*this, one);
            others.push_back(std::move(one));
        } else {
            others.push_back(std::move(one));
        }
    }
    std::sort(others.begin(), others.end(),
              [](const Keys& a, const Keys& b) { return b.is_newer_than(a); });
}

Keys Keys::clone() const {
    Keys copy = from_root(store, epoch, root.clone());
    for (const Keys& other : others)
        copy.others.push_back(other.clone());
    return copy;
}

Result<GivenSecret> passphrase_secret(std::string_view passphrase) {
    if (passphrase.empty()) return fail(ErrorKind::Usage, "the passphrase is empty");
    if (!is_utf8(passphrase)) {
        return fail(ErrorKind::Usage, "the passphrase is not valid UTF-8",
                    "check the character set of the terminal or file it comes from");
    }
    std::string normal = to_nfc(passphrase);
    GivenSecret secret{SlotType::Passphrase, crypto::Secret::copy_of(as_bytes(normal))};
    crypto::wipe({reinterpret_cast<std::uint8_t*>(normal.data()), normal.size()});
    return secret;
}

Result<GivenSecret> key_file_secret(host::Files& files, const std::string& path) {
    ATTUNE_TRY(Bytes bytes, files.load(path, 4096));
    if (bytes.size() != crypto::kKeyBytes) {
        return fail(
            ErrorKind::BadInput,
            fmt::format("key file '{}' holds {} bytes instead of {}", path, bytes.size(),
                        crypto::kKeyBytes),
            "name the file that 'attune init --key-file' or 'attune key add --key-file' made");
    }
    GivenSecret secret{SlotType::KeyFile, crypto::Secret::copy_of(bytes)};
    crypto::wipe(bytes);
    return secret;
}

Result<GivenSecret> recovery_secret(std::string_view code) {
    crypto::Secret digits(kCodeLength);
    std::size_t count = 0;
    for (const char c : code) {
        if (c == ' ' || c == '-' || c == '\t') continue;
        const int digit = code_digit(c);
        if (digit < 0 || count == kCodeLength) {
            return fail(ErrorKind::Usage, "this is not a recovery code",
                        "a recovery code is seven groups of four letters and digits");
        }
        digits.bytes()[count++] = static_cast<std::uint8_t>(digit);
    }
    if (count != kCodeLength) {
        return fail(
            ErrorKind::Usage,
            fmt::format("the recovery code has {} characters instead of {}", count, kCodeLength),
            "a recovery code is seven groups of four letters and digits");
    }
    GivenSecret secret{SlotType::Recovery, crypto::Secret(kCodeBytes)};
    unsigned check = 0;
    for (std::size_t bit = 0; bit < kCodeLength * 5; ++bit) {
        const unsigned value = (unsigned{digits.view()[bit / 5]} >> (4 - bit % 5)) & 1U;
        if (bit < kCodeBytes * 8) {
            auto& byte = secret.bytes.bytes()[bit / 8];
            byte = static_cast<std::uint8_t>((unsigned{byte} << 1) | value);
        } else {
            check = (check << 1) | value;
        }
    }
    if (check != code_check(secret.bytes.view())) {
        return fail(ErrorKind::Usage, "the check characters of the recovery code do not match",
                    "look for a mistyped or swapped character");
    }
    return secret;
}

std::string make_recovery_code(host::Environment& environment) {
    std::array<std::uint8_t, kCodeBytes> raw{};
    environment.random(raw);
    const unsigned check = code_check(raw);
    std::string code;
    for (std::size_t i = 0; i < kCodeLength; ++i) {
        unsigned digit = 0;
        for (std::size_t bit = i * 5; bit < i * 5 + 5; ++bit) {
            const unsigned value = bit < kCodeBytes * 8
                                       ? (unsigned{raw[bit / 8]} >> (7 - bit % 8)) & 1U
                                       : (check >> (kCodeLength * 5 - 1 - bit)) & 1U;
            digit = (digit << 1) | value;
        }
        if (i > 0 && i % 4 == 0) code += '-';
        code += kCodeLetters[digit];
    }
    crypto::wipe(raw);
    return code;
}

}  // namespace attune::vault
