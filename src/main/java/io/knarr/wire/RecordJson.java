package io.knarr.wire;

import io.knarr.context.Level;
import io.knarr.identity.AccountId;
import io.knarr.index.Entry;
import io.knarr.index.Field;
import io.knarr.uri.VikingUri;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** Index records as clients see them (behaviour 2.6). */
final class RecordJson {
    private RecordJson() {}

    /** All fields but the vectors. */
    static JsonObject of(AccountId account, Entry entry) {
        String kind = Field.TYPE.textsOf(account, entry).getFirst();
        List<String> owner = Field.OWNER_USER_ID.textsOf(account, entry);
        return new JsonObject()
                .put("id", id(account, entry.uri(), entry.level()))
                .put("uri", entry.uri().toString())
                .put("type", kind)
                .put("context_type", entry.type().label())
                .put("level", entry.level().number())
                .put("name", entry.name())
                .put("description", "")
                .put("tags", String.join(",", entry.tags()))
                .put("search_tags", new JsonArray(entry.tags()))
                .put("abstract", entry.summary())
                .put("created_at", Times.millis(entry.createdAt()))
                .put("updated_at", Times.millis(entry.updatedAt()))
                .put("active_count", entry.activeCount())
                .put("account_id", account.id())
                .put("owner_user_id", owner.isEmpty() ? null : owner.getFirst());
    }

    /** The id of the record of a tier of a node: the same in every server that holds it. */
    static String id(AccountId account, VikingUri uri, Level level) {
        String seed = account.id() + ":" + level.addressOf(uri);
        try {
            byte[] digest = MessageDigest.getInstance("MD5").digest(seed.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
