package io.knarr.storage.embedded;

import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What the errors of SQLite mean to callers. */
final class SqliteFaults {
    /** The lowest byte of a result code says what it is, the rest gives details: sqlite.org/rescode.html. */
    private static final int PRIMARY = 0xff;

    private SqliteFaults() {}

    static Fault of(SQLException failure, Path file) {
        int code = failure instanceof SQLiteException sqlite ? sqlite.getResultCode().code : failure.getErrorCode();
        return switch (SQLiteErrorCode.getErrorCode(code & PRIMARY)) {
            case SQLITE_FULL, SQLITE_IOERR, SQLITE_READONLY ->
                fault(
                        Code.WRITE_FAILED,
                        "The job store cannot be written (no space left, or the medium refuses): " + file,
                        failure);
            case SQLITE_NOTADB, SQLITE_CORRUPT -> unreadable(file, failure);
            case SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_AUTH ->
                fault(
                        Code.UNAVAILABLE,
                        "The job store cannot be opened: " + file
                                + ". It must be a file in a directory that this user may write to.",
                        failure);
            case SQLITE_BUSY, SQLITE_LOCKED, SQLITE_PROTOCOL ->
                fault(
                        Code.UNAVAILABLE,
                        "The job store is in use by another program: " + file + ". Close that program and try again.",
                        failure);
            default -> fault(Code.INTERNAL, "The job store failed", failure);
        };
    }

    /** The file is no database. */
    static Fault unreadable(Path file, Exception cause) {
        return fault(
                Code.UNAVAILABLE,
                "The job store cannot be read: " + file
                        + " is damaged or no job store at all. Nothing was changed. Restore it from a backup, or"
                        + " move it away together with its -wal and -shm files and start again: background jobs"
                        + " that had not ended and the records of tasks are lost then, content is not.",
                cause);
    }

    private static Fault fault(Code code, String message, Exception cause) {
        String reason = cause.getMessage() == null ? "" : cause.getMessage();
        return new Fault(code, message, Map.of("service", "job store", "reason", reason), cause);
    }
}
