def test_it(awarded, client, learner_client):
    r = client.get(f"/credentials/{awarded.credential.id}/")
    assert r.status_code == 404
    r = learner_client.get(f"/wallet/{awarded.held_id}/")
    assert r.status_code == 200, r.content[:3000]
