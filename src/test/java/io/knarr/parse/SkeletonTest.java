package io.knarr.parse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SkeletonTest {
    @Test
    void readsJava() {
        String source = """
                /* licence (c) { */
                package a.b;
                import java.util.List;

                /** Keeps things. More text. */
                @Deprecated(since = "1")
                public final class Store<T> implements Closeable {
                    private final List<T> items = new ArrayList<>();
                    private static final String TRAP = "} class X { void y() {";

                    /**
                     * Adds one.
                     * And more.
                     */
                    @Override
                    public void add(
                            T item, int count) throws IOException {
                        if (count > 0) { run(() -> { items.add(item); }); }
                        // class Hidden { }
                    }

                    enum Kind { A(1), B(2); Kind(int x) {} }
                    interface Port { int size(String name); }
                    record Pair(int a, int b) {}
                }
                """;

        assertThat(Skeleton.of("Store.java", source, 4000)).isEqualTo("""
                // Keeps things. More text.
                public final class Store<T> implements Closeable
                  // Adds one.
                  public void add( T item, int count) throws IOException
                  enum Kind
                    Kind(int x)
                  interface Port
                    int size(String name)
                  record Pair(int a, int b)
                """);
    }

    @Test
    void readsPython() {
        String source = """
                '''module
                def not_this(): pass
                '''
                class Store(Base):
                    \"""Keeps things.\"""

                    def add(self,
                            item: dict[str, int]) -> None:
                        '''
                        Adds one.
                        '''
                        def inner(): pass

                    async def close(self): ...

                def main(): pass
                """;

        assertThat(Skeleton.of("store.py", source, 4000)).isEqualTo("""
                // Keeps things.
                class Store(Base)
                  // Adds one.
                  def add(self, item: dict[str, int]) -> None
                  async def close(self)
                def main()
                """);
    }

    @Test
    void readsTypeScript() {
        String source = """
                import { x } from 'y'
                // Says hello.
                // To all.
                export async function hello(name: string): Promise<void> {
                  if (name) { console.log(`hi ${name} }`) }
                }
                export const twice = (a: number) => {
                  return a * 2
                }
                export interface Shape { area(): number }
                class Circle implements Shape {
                  constructor(private r: number) { super() }
                  area() { return 3 }
                }
                hello('it { works')
                """;

        assertThat(Skeleton.of("a.ts", source, 4000)).isEqualTo("""
                // Says hello.
                export async function hello(name: string): Promise<void>
                export const twice = (a: number) =>
                export interface Shape
                class Circle implements Shape
                  constructor(private r: number)
                  area()
                """);
    }

    @Test
    void readsGoRustAndC() {
        assertThat(Skeleton.of("a.go", """
                package a
                // Server serves.
                type Server struct {
                    Name string
                }
                // Run runs.
                func (s *Server) Run(ctx context.Context) error {
                    return nil
                }
                """, 4000)).isEqualTo("""
                // Server serves.
                type Server struct
                // Run runs.
                func (s *Server) Run(ctx context.Context) error
                """);
        assertThat(Skeleton.of("a.rs", """
                #[derive(Debug)]
                pub struct Point<'a> { x: &'a str }
                impl<'a> Point<'a> {
                    /// Makes one.
                    pub fn new(c: char) -> Self { let q = '{'; Point { x: "a" } }
                }
                pub trait Area { fn area(&self) -> f64; }
                """, 4000)).isEqualTo("""
                pub struct Point<'a>
                impl<'a> Point<'a>
                  // Makes one.
                  pub fn new(c: char) -> Self
                pub trait Area
                  fn area(&self) -> f64
                """);
        assertThat(Skeleton.of("a.h", """
                #include <stdio.h>
                /* Adds. */
                int add(int a, int b);
                static void run(void) { while (1) { } }
                """, 4000)).isEqualTo("""
                // Adds.
                int add(int a, int b)
                static void run(void)
                """);
    }

    @Test
    void keepsToItsLimitInWholeLines() {
        String source = "void a();\nvoid b();\nvoid c();\n";

        assertThat(Skeleton.of("a.c", source, 20)).isEqualTo("void a()\nvoid b()\n");
    }

    @Test
    void saysNothingAboutOtherLanguages() {
        assertThat(Skeleton.of("a.xyz", "void a();", 100)).isEmpty();
    }

    @Test
    void readsAnythingInLinearTime() {
        String alphabet = "{}()[]\"'`/*#\n;=@ adefclas:\\";
        for (long seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            StringBuilder garbage = new StringBuilder();
            for (int i = 0; i < 1000; i++) {
                garbage.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            for (String name : new String[] {"a.java", "a.py", "a.ts", "a.rs", "a.go"}) {
                assertThat(Skeleton.of(name, garbage.toString(), 500).length())
                        .as("seed %d", seed)
                        .isLessThanOrEqualTo(500);
            }
        }
        for (String piece :
                new String[] {"{", "(", "/*", "\"", "//\n", "class a {", "@a(", "def a(\n", "'''\n", "`", "# "}) {
            for (String name : new String[] {"a.java", "a.py", "a.js"}) {
                assertThat(Skeleton.of(name, piece.repeat(10_000), 500)).isNotNull();
            }
        }
    }
}
