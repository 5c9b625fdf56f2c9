CREATE TABLE owner (id BIGINT PRIMARY KEY, name VARCHAR(40) NOT NULL, city VARCHAR(40) NOT NULL);
CREATE TABLE pet (id BIGINT PRIMARY KEY, name VARCHAR(40) NOT NULL, owner_id BIGINT NOT NULL REFERENCES owner);
INSERT INTO owner (id, name, city) VALUES (1, 'Ada', 'Vienna'), (2, 'Ben', 'Graz'), (3, 'Cleo', 'Vienna');
INSERT INTO pet (id, name, owner_id) VALUES (1, 'Mimi', 1), (2, 'Rex', 1), (3, 'Tom', 2);
