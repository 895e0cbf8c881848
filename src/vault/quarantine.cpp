#include "attune/vault/quarantine.hpp"

#include <algorithm>

#include "vault/frame.hpp"

namespace attune::vault {

Result<std::vector<SetAside>> load_quarantine(db::Connection& connection, const Keys& keys) {
    ATTUNE_TRY(auto rows,
               connection.prepare("SELECT hash, device, sequence, reason, bytes FROM quarantine "
                                  "ORDER BY device, sequence, hash"));
    std::vector<SetAside> list;
    while (true) {
        ATTUNE_TRY(const bool row, rows.step());
        if (!row) return list;
        SetAside piece;
        const ByteView hash = rows.blob(0);
        std::copy_n(hash.begin(), std::min(hash.size(), piece.hash.size()), piece.hash.begin());
        piece.device = DeviceId::from_bytes(rows.blob(1)).value_or(DeviceId{});
        piece.sequence = static_cast<std::uint64_t>(rows.integer(2));
        piece.reason = rows.text(3);
        const ByteView bytes = rows.blob(4);
        piece.bytes = bytes.size();
        const auto frame = frame_at(bytes, 0);
        if (frame && frame->whole.size() == bytes.size() && frame->header.store == keys.store) {
            const Keys* root = keys.under_fingerprint(frame->header.key_fingerprint);
            auto body = root != nullptr ? open_frame(*frame, root->inbox) : std::nullopt;
            if (body) {
                piece.frame = InboxFrame{frame->header.device, frame->header.sequence, frame->tag,
                                         std::move(*body)};
            }
        }
        list.push_back(std::move(piece));
    }
}

Status release_quarantined(db::Connection& connection, const crypto::Hash32& hash) {
    ATTUNE_TRY(auto drop, connection.prepare("DELETE FROM quarantine WHERE hash = ?"));
    return drop.bind(1, ByteView(hash)).run();
}

}  // namespace attune::vault
