package io.knarr.parse;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The first bytes by which file formats are known. */
final class Magic {
    /** Packets of a transport stream are so long and each starts with the sync byte; ten in a row are proof. */
    private static final int PACKET = 188;

    private static final int PACKETS = 10;
    private static final byte SYNC = 0x47;

    private Magic() {}

    static boolean isTransportStream(byte[] content) {
        if (content.length < PACKET * PACKETS) {
            return false;
        }
        for (int packet = 0; packet < PACKETS; packet++) {
            if (content[packet * PACKET] != SYNC) {
                return false;
            }
        }
        return true;
    }

    /** The kind of content whose name says nothing. */
    static Optional<FileKind> kind(byte[] content) {
        if (at(content, 0, "%PDF-") || at(content, 0, "{\\rtf") || isOle(content)) {
            return Optional.of(FileKind.OFFICE_OR_PDF);
        }
        if (at(content, 0, "PK\3\4")
                || at(content, 0, "PK\5\6")
                || Decoding.startsWith(content, 0x1F, 0x8B)
                || at(content, 0, "7z\u00BC\u00AF")
                || at(content, 0, "Rar!")) {
            return Optional.of(FileKind.ARCHIVE);
        }
        for (String image : new String[] {"png", "jpg", "gif"}) {
            if (fits(image, content)) {
                return Optional.of(FileKind.IMAGE);
            }
        }
        return Optional.empty();
    }

    /** Whether content starts as files of this extension do; true for extensions that have no sign of their own. */
    static boolean fits(String extension, byte[] content) {
        return switch (extension) {
            case "png" -> at(content, 0, "\u0089PNG\r\n\u001a\n");
            case "jpg", "jpeg" -> Decoding.startsWith(content, 0xFF, 0xD8, 0xFF);
            case "gif" -> at(content, 0, "GIF87a") || at(content, 0, "GIF89a");
            case "bmp", "dib" -> at(content, 0, "BM");
            case "webp" -> at(content, 0, "RIFF") && at(content, 8, "WEBP");
            case "tif", "tiff" -> at(content, 0, "II*\0") || at(content, 0, "MM\0*") || at(content, 0, "II+\0");
            case "ico" -> Decoding.startsWith(content, 0, 0, 1, 0) || at(content, 0, "\u0089PNG");
            case "icns" -> at(content, 0, "icns");
            case "sgi" -> Decoding.startsWith(content, 0x01, 0xDA);
            case "jp2" -> at(content, 4, "jP  ") || Decoding.startsWith(content, 0xFF, 0x4F, 0xFF, 0x51);
            case "svg" ->
                Decoding.looksLikeText(content) && Decoding.text(content).contains("<svg");
            case "wav" -> at(content, 0, "RIFF") && at(content, 8, "WAVE");
            case "avi" -> at(content, 0, "RIFF") && at(content, 8, "AVI ");
            case "ogg", "opus" -> at(content, 0, "OggS");
            case "flac" -> at(content, 0, "fLaC") || at(content, 0, "ID3");
            case "mp3" -> at(content, 0, "ID3") || isMpegAudio(content);
            case "aac" -> isMpegAudio(content) || at(content, 0, "ID3") || at(content, 0, "ADIF");
            case "ac3" -> Decoding.startsWith(content, 0x0B, 0x77);
            case "m4a" -> at(content, 4, "ftyp");
            case "mp4", "mov" ->
                at(content, 4, "ftyp")
                        || at(content, 4, "moov")
                        || at(content, 4, "mdat")
                        || at(content, 4, "wide")
                        || at(content, 4, "free")
                        || at(content, 4, "skip");
            case "mkv", "webm" -> Decoding.startsWith(content, 0x1A, 0x45, 0xDF, 0xA3);
            case "flv" -> at(content, 0, "FLV");
            case "wmv" -> Decoding.startsWith(content, 0x30, 0x26, 0xB2, 0x75);
            default -> true;
        };
    }

    /** A frame header: eleven bits set. */
    private static boolean isMpegAudio(byte[] content) {
        return content.length > 1 && (content[0] & 0xFF) == 0xFF && (content[1] & 0xE0) == 0xE0;
    }

    /** The container of old Office documents. */
    private static boolean isOle(byte[] content) {
        return Decoding.startsWith(content, 0xD0, 0xCF, 0x11, 0xE0);
    }

    /** The sign, one byte per character, at an offset. */
    private static boolean at(byte[] content, int offset, String sign) {
        byte[] bytes = sign.getBytes(StandardCharsets.ISO_8859_1);
        if (content.length < offset + bytes.length) {
            return false;
        }
        for (int i = 0; i < bytes.length; i++) {
            if (content[offset + i] != bytes[i]) {
                return false;
            }
        }
        return true;
    }
}
